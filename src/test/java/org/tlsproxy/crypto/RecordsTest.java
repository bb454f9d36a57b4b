package org.tlsproxy.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.MACAlgorithm;
import org.bouncycastle.tls.PRFAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.CryptoHashAlgorithm;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsDecodeResult;
import org.bouncycastle.tls.crypto.TlsEncodeResult;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Record ciphers alone: against the stock ones, with broken records, and what they allocate. */
class RecordsTest {

    private static final ProtocolVersion V12 = ProtocolVersion.TLSv12;
    private static final ProtocolVersion V13 = ProtocolVersion.TLSv13;
    private static final short DATA = ContentType.application_data;
    private static final short HANDSHAKE = ContentType.handshake;
    private static final int HEADER = 5;

    /** Client and server ciphers with the same secrets. */
    private static final class Link {

        final TestParameters writer;
        final TestParameters reader;
        final TlsCipher write;
        final TlsCipher read;

        Link(ProtocolVersion version, int encryption, BcTlsCrypto writing, BcTlsCrypto reading) throws Exception {
            this(version, encryption, writing, reading, (short) -1);
        }

        Link(ProtocolVersion version, int encryption, BcTlsCrypto writing, BcTlsCrypto reading, short fragment) throws Exception {
            writer = new TestParameters(version, false, security(version, writing, fragment));
            reader = new TestParameters(version, true, security(version, reading, fragment));
            write = writing.createCipher(writer, encryption, MACAlgorithm.hmac_sha1);
            read = reading.createCipher(reader, encryption, MACAlgorithm.hmac_sha1);
            writer.complete();
            reader.complete();
        }

        static SecurityParameters security(ProtocolVersion version, BcTlsCrypto crypto, short fragment) throws Exception {
            byte[] secret = new byte[32];
            Arrays.fill(secret, (byte) 7);
            return TestParameters.security("negotiatedVersion", version, "prfAlgorithm", PRFAlgorithm.tls_prf_sha256,
                "prfCryptoHashAlgorithm", CryptoHashAlgorithm.sha256, "masterSecret", crypto.createSecret(secret),
                "clientRandom", new byte[32], "serverRandom", new byte[32], "maxFragmentLength", fragment,
                "trafficSecretClient", crypto.createSecret(secret), "trafficSecretServer", crypto.createSecret(secret));
        }

        /** The encrypted part of a record. */
        byte[] seal(long sequence, short type, byte[] plain) throws IOException {
            TlsEncodeResult sealed = write.encodePlaintext(sequence, type, V12, HEADER, plain, 0, plain.length);
            return Arrays.copyOfRange(sealed.buf, sealed.off + HEADER, sealed.off + sealed.len);
        }

        TlsDecodeResult open(long sequence, short outer, byte[] record) throws IOException {
            return read.decodeCiphertext(sequence, outer, V12, record, 0, record.length);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static Stream<Arguments> suites() {
        Stream.Builder<Arguments> all = Stream.builder();
        for (Cryptos kind : new Cryptos[] {Cryptos.NATIVE, Cryptos.PURE}) {
            for (ProtocolVersion version : new ProtocolVersion[] {V12, V13}) {
                all.add(Arguments.of(kind, version, EncryptionAlgorithm.AES_128_GCM));
                all.add(Arguments.of(kind, version, EncryptionAlgorithm.AES_256_GCM));
                all.add(Arguments.of(kind, version, EncryptionAlgorithm.CHACHA20_POLY1305));
                all.add(Arguments.of(kind, version, EncryptionAlgorithm.AES_128_CCM));
            }
            all.add(Arguments.of(kind, V12, EncryptionAlgorithm.AES_256_CBC));
            all.add(Arguments.of(kind, ProtocolVersion.TLSv11, EncryptionAlgorithm.AES_128_CBC));
            all.add(Arguments.of(kind, ProtocolVersion.TLSv10, EncryptionAlgorithm.AES_128_CBC));
        }
        return all.build();
    }

    private static boolean fast(int encryption) {
        return encryption != EncryptionAlgorithm.AES_128_CCM && encryption != EncryptionAlgorithm.AES_128_CBC
            && encryption != EncryptionAlgorithm.AES_256_CBC;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("suites")
    void shouldReadWhatStockWritesAndWriteWhatStockReads(Cryptos kind, ProtocolVersion version, int encryption) throws Exception {
        Link in = new Link(version, encryption, new BcTlsCrypto(), kind.make());
        Link out = new Link(version, encryption, kind.make(), new BcTlsCrypto());
        for (int sequence = 0; sequence < 40; sequence++) {
            byte[] plain = random(sequence < 34 ? sequence : 16_384 - sequence + 34);
            for (Link link : new Link[] {in, out}) {
                byte[] record = link.seal(sequence, DATA, plain);
                TlsDecodeResult opened = link.open(sequence, DATA, record);
                assertThat(opened.contentType).isEqualTo(DATA);
                assertThat(Arrays.copyOfRange(opened.buf, opened.off, opened.off + opened.len)).isEqualTo(plain);
            }
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("suites")
    void shouldAnswerATamperedRecordWithBadRecordMac(Cryptos kind, ProtocolVersion version, int encryption) throws Exception {
        byte[] plain = random(50);
        byte[] good = new Link(version, encryption, kind.make(), kind.make()).seal(0, DATA, plain);
        for (int at = 0; at < good.length; at++) {
            Link link = new Link(version, encryption, kind.make(), kind.make());
            byte[] bad = good.clone();
            bad[at] ^= 0x20;
            boolean explicitIv = version == ProtocolVersion.TLSv12 || version == ProtocolVersion.TLSv11;
            if (!fast(encryption) && explicitIv && at < 16) {
                continue;
            }
            assertAlert(link, bad, AlertDescription.bad_record_mac);
        }
    }

    private static void assertAlert(Link link, byte[] record, short alert) {
        assertThatThrownBy(() -> link.open(0, DATA, record)).isInstanceOfSatisfying(TlsFatalAlert.class,
            e -> assertThat(e.getAlertDescription()).isEqualTo(alert));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("suites")
    void shouldRefuseReplayedReorderedRelabelledAndTruncatedRecords(Cryptos kind, ProtocolVersion version, int encryption)
            throws Exception {
        if (!fast(encryption)) {
            return;
        }
        Link link = new Link(version, encryption, kind.make(), kind.make());
        byte[] first = link.seal(0, DATA, random(9));
        assertThat(link.open(0, DATA, first).len).isEqualTo(9);
        assertThatThrownBy(() -> link.open(1, DATA, first)).isInstanceOf(TlsFatalAlert.class);
        assertThatThrownBy(() -> link.open(0, HANDSHAKE, first)).isInstanceOf(TlsFatalAlert.class);
        for (int length = 0; length < first.length; length++) {
            byte[] cut = Arrays.copyOf(link.seal(2 + length, DATA, random(9)), length);
            int sequence = 2 + length;
            assertThatThrownBy(() -> link.open(sequence, DATA, cut)).isInstanceOfSatisfying(TlsFatalAlert.class,
                e -> assertThat(e.getAlertDescription()).isEqualTo(AlertDescription.bad_record_mac));
        }
        assertThat(link.open(100, DATA, link.seal(100, DATA, random(9))).len).as("still works after failures").isEqualTo(9);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("suites")
    void shouldGiveApplicationDataToTheSinkAndNothingElse(Cryptos kind, ProtocolVersion version, int encryption) throws Exception {
        WorkerCrypto reading = (WorkerCrypto) kind.make();
        ByteArrayOutputStream sunk = new ByteArrayOutputStream();
        int[] calls = new int[1];
        reading.plaintextSink((buf, off, len) -> {
            sunk.write(buf, off, len);
            calls[0]++;
        });
        assertThat(reading.deliversPlaintext()).isTrue();
        Link link = new Link(version, encryption, new BcTlsCrypto(), reading);
        short outerHandshake = version == V13 ? DATA : HANDSHAKE;
        TlsDecodeResult data = link.open(0, DATA, link.seal(0, DATA, random(300)));
        assertThat(data.len).isZero();
        assertThat(data.contentType).isEqualTo(DATA);
        TlsDecodeResult handshake = link.open(1, outerHandshake, link.seal(1, HANDSHAKE, random(20)));
        assertThat(handshake.contentType).isEqualTo(HANDSHAKE);
        assertThat(Arrays.copyOfRange(handshake.buf, handshake.off, handshake.off + handshake.len)).isEqualTo(random(20));
        TlsDecodeResult empty = link.open(2, DATA, link.seal(2, DATA, new byte[0]));
        assertThat(empty.len).isZero();
        assertThat(sunk.toByteArray()).isEqualTo(random(300));
        assertThat(calls[0]).as("not for empty records").isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("suites")
    void shouldNotSinkApplicationDataBeforeTheHandshakeIsComplete(Cryptos kind, ProtocolVersion version, int encryption)
            throws Exception {
        WorkerCrypto reading = (WorkerCrypto) kind.make();
        reading.plaintextSink((buf, off, len) -> {
            throw new AssertionError("sunk too early");
        });
        TestParameters early = new TestParameters(version, true, Link.security(version, reading, (short) -1));
        TlsCipher read = reading.createCipher(early, encryption, MACAlgorithm.hmac_sha1);
        byte[] record = new Link(version, encryption, new BcTlsCrypto(), new BcTlsCrypto()).seal(0, DATA, random(30));
        TlsDecodeResult returned = read.decodeCiphertext(0, DATA, V12, record, 0, record.length);
        assertThat(returned.contentType).isEqualTo(DATA);
        assertThat(returned.len).isEqualTo(30);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("suites")
    void shouldRefusePlaintextLongerThanNegotiated(Cryptos kind, ProtocolVersion version, int encryption) throws Exception {
        WorkerCrypto reading = (WorkerCrypto) kind.make();
        ByteArrayOutputStream sunk = new ByteArrayOutputStream();
        reading.plaintextSink(sunk::write);
        Link small = new Link(version, encryption, new BcTlsCrypto(), reading, (short) 1);
        assertThat(small.open(0, DATA, small.seal(0, DATA, random(512))).len).isZero();
        assertThat(sunk.size()).isEqualTo(512);
        byte[] longer = small.seal(1, DATA, random(513));
        assertThatThrownBy(() -> small.open(1, DATA, longer)).isInstanceOfSatisfying(TlsFatalAlert.class,
            e -> assertThat(e.getAlertDescription()).isEqualTo(AlertDescription.record_overflow));
        Link full = new Link(version, encryption, new BcTlsCrypto(), reading);
        byte[] overlong = full.seal(0, DATA, random(16_385));
        assertThatThrownBy(() -> full.open(0, DATA, overlong)).isInstanceOfSatisfying(TlsFatalAlert.class,
            e -> assertThat(e.getAlertDescription()).isEqualTo(AlertDescription.record_overflow));
        assertThat(sunk.size()).isEqualTo(512);
    }

    @Test
    void shouldStripPaddingAndRefuseARecordOfNothingButPadding() throws Exception {
        Link link = new Link(V13, EncryptionAlgorithm.AES_128_GCM, WorkerCrypto.create(true), WorkerCrypto.create(true));
        byte[] padded = {1, 2, 3, (byte) HANDSHAKE, 0, 0, 0};
        TlsDecodeResult opened = link.open(0, DATA, link.seal(0, (short) 0, padded));
        assertThat(opened.contentType).isEqualTo(HANDSHAKE);
        assertThat(opened.len).isEqualTo(3);
        byte[] nothing = link.seal(1, (short) 0, new byte[10]);
        assertThatThrownBy(() -> link.open(1, DATA, nothing)).isInstanceOfSatisfying(TlsFatalAlert.class,
            e -> assertThat(e.getAlertDescription()).isEqualTo(AlertDescription.unexpected_message));
    }

    @Test
    void shouldFollowKeyUpdatesAndWipeOldKeys() throws Exception {
        WorkerCrypto reading = WorkerCrypto.create(true);
        java.util.List<javax.security.auth.Destroyable> owned = new java.util.ArrayList<>();
        reading.cipherOwner(owned::add);
        Link link = new Link(V13, EncryptionAlgorithm.AES_256_GCM, WorkerCrypto.create(true), reading);
        byte[] old = link.seal(0, DATA, random(5));
        byte[] next = new byte[32];
        next[0] = 1;
        for (TestParameters side : new TestParameters[] {link.writer, link.reader}) {
            var field = SecurityParameters.class.getDeclaredField("trafficSecretClient");
            field.setAccessible(true);
            field.set(side.getSecurityParametersConnection(), reading.createSecret(next));
        }
        link.write.rekeyEncoder();
        link.read.rekeyDecoder();
        assertThat(link.open(0, DATA, link.seal(0, DATA, random(5))).len).isEqualTo(5);
        assertAlert(link, old, AlertDescription.bad_record_mac);
        assertThat(owned).hasSize(1);
        owned.get(0).destroy();
        assertThat(owned.get(0).isDestroyed()).isTrue();
        assertAlert(link, link.seal(1, DATA, random(5)), AlertDescription.internal_error);
    }

    static Stream<Arguments> allocating() {
        return Stream.of(Arguments.of(Cryptos.PURE, V13, EncryptionAlgorithm.AES_128_GCM, 4_000),
            Arguments.of(Cryptos.PURE, V13, EncryptionAlgorithm.AES_256_GCM, 4_000),
            Arguments.of(Cryptos.PURE, V12, EncryptionAlgorithm.AES_256_GCM, 4_000),
            Arguments.of(Cryptos.NATIVE, V13, EncryptionAlgorithm.CHACHA20_POLY1305, 500),
            Arguments.of(Cryptos.NATIVE, V12, EncryptionAlgorithm.CHACHA20_POLY1305, 500));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("allocating")
    void shouldAllocateNextToNothingForAFullRecord(Cryptos kind, ProtocolVersion version, int encryption, int bound) throws Exception {
        WorkerCrypto crypto = (WorkerCrypto) kind.make();
        crypto.plaintextSink((buf, off, len) -> { });
        Link link = new Link(version, encryption, crypto, crypto);
        byte[] plain = random(16_384);
        byte[] record = new byte[17_000];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = 0;
        int measured = 200;
        for (int sequence = 0; sequence < 2_000 + measured; sequence++) {
            if (sequence == 2_000) {
                before = threads.getThreadAllocatedBytes(thread);
            }
            TlsEncodeResult sealed = link.write.encodePlaintext(sequence, DATA, V12, HEADER, plain, 0, plain.length);
            System.arraycopy(sealed.buf, HEADER, record, 0, sealed.len - HEADER);
            link.read.decodeCiphertext(sequence, DATA, V12, record, 0, sealed.len - HEADER);
        }
        long each = (threads.getThreadAllocatedBytes(thread) - before) / measured;
        assertThat(each).isLessThan(bound);
    }
}
