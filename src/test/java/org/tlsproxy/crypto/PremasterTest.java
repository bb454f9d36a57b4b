package org.tlsproxy.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Static RSA: a good premaster secret comes out, anything else becomes a random one without complaint. */
class PremasterTest {

    private static final int VERSION = 0x0303;

    private static byte[] block() {
        byte[] block = new byte[256];
        Arrays.fill(block, (byte) 0x5a);
        block[0] = 0;
        block[1] = 2;
        block[256 - 49] = 0;
        block[256 - 48] = 3;
        block[256 - 47] = 3;
        return block;
    }

    private static boolean taken(byte[] block) {
        byte[] premaster = NativeDecryptor.premaster(block, VERSION, new SecureRandom());
        assertThat(premaster).hasSize(48);
        return block.length >= 48 && Arrays.equals(premaster, Arrays.copyOfRange(block, block.length - 48, block.length));
    }

    @Test
    void shouldTakeAWellFormedBlockAndNothingElse() {
        assertThat(taken(block())).isTrue();
        for (int at = 0; at < 256 - 46; at++) {
            byte[] bad = block();
            boolean padding = at > 1 && at < 256 - 49;
            bad[at] = padding ? 0 : (byte) (bad[at] ^ 0x80);
            assertThat(taken(bad)).as("changed at %d", at).isFalse();
            byte[] low = block();
            low[at] ^= 1;
            assertThat(taken(low)).as("other padding at %d", at).isEqualTo(padding);
        }
        for (int length : new int[] {0, 47, 48, 58}) {
            assertThat(taken(new byte[length])).isFalse();
        }
    }

    @Test
    void shouldTakeAnyNonZeroPaddingByte() {
        for (int octet = 1; octet < 256; octet++) {
            byte[] block = block();
            block[100] = (byte) octet;
            assertThat(taken(block)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Cryptos.class, names = {"NATIVE", "PURE"})
    void shouldAnswerGarbageWithARandomSecretOfTheSameLength(Cryptos kind) throws Exception {
        WorkerCrypto worker = (WorkerCrypto) kind.make();
        Certificate chain = new Certificate(new TlsCertificate[] {worker.createCertificate(TestIdentity.RSA.certificate())});
        TlsCredentialedDecryptor decryptor = worker.decryptor(worker.key(TestIdentity.RSA.pkcs8()), chain);
        TestParameters parameters = new TestParameters(ProtocolVersion.TLSv12, true, TestParameters.security());
        byte[] garbage = new byte[256];
        garbage[200] = 1;
        byte[] first = decryptor.decrypt(parameters, garbage).extract();
        assertThat(first).hasSize(48);
        assertThat(decryptor.decrypt(parameters, garbage).extract()).hasSize(48).isNotEqualTo(first);
        byte[] tooBig = new byte[256];
        Arrays.fill(tooBig, (byte) 0xff);
        assertThat(decryptor.decrypt(parameters, tooBig).extract()).hasSize(48);
        assertThat(decryptor.getCertificate()).isSameAs(chain);
    }
}
