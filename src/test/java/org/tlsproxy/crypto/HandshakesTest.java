package org.tlsproxy.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tlsproxy.crypto.Handshake.Plan;

/** Whole handshakes and records, every pairing of native, pure Java and stock Bouncy Castle. */
class HandshakesTest {

    private static final ProtocolVersion V13 = ProtocolVersion.TLSv13;
    private static final ProtocolVersion V12 = ProtocolVersion.TLSv12;

    private static Plan plan(ProtocolVersion version, int suite, TestIdentity identity, int scheme) {
        return new Plan(version, suite, identity, scheme, 0, false);
    }

    private static Plan plan13(int suite, TestIdentity identity, int group) {
        return new Plan(V13, suite, identity, identity.scheme13(), group, false);
    }

    private static List<Plan> plans13() {
        return List.of(
            plan13(CipherSuite.TLS_AES_128_GCM_SHA256, TestIdentity.P256, 0),
            plan13(CipherSuite.TLS_AES_256_GCM_SHA384, TestIdentity.RSA, NamedGroup.secp256r1).withClientAuth(),
            plan13(CipherSuite.TLS_CHACHA20_POLY1305_SHA256, TestIdentity.P256, NamedGroup.x25519).withClientAuth(),
            plan13(CipherSuite.TLS_AES_128_CCM_SHA256, TestIdentity.P384, NamedGroup.secp384r1).withClientAuth(),
            plan13(CipherSuite.TLS_AES_256_GCM_SHA384, TestIdentity.ED25519, NamedGroup.X25519MLKEM768).withClientAuth(),
            plan13(CipherSuite.TLS_AES_128_GCM_SHA256, TestIdentity.RSA_PSS, 0).withClientAuth(),
            plan13(CipherSuite.TLS_AES_128_GCM_SHA256, TestIdentity.P256, NamedGroup.SecP256r1MLKEM768),
            plan13(CipherSuite.TLS_AES_128_GCM_SHA256, TestIdentity.P256, NamedGroup.ffdhe2048));
    }

    private static List<Plan> plans12() {
        TestIdentity rsa = TestIdentity.RSA;
        TestIdentity ec = TestIdentity.P256;
        return List.of(
            plan(V12, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, rsa, SignatureScheme.rsa_pkcs1_sha256).withClientAuth(),
            plan(V12, CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, rsa, SignatureScheme.rsa_pss_rsae_sha384).withClientAuth(),
            plan(V12, CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, ec, SignatureScheme.ecdsa_secp256r1_sha256)
                .withClientAuth(),
            plan(V12, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, ec, SignatureScheme.ecdsa_secp384r1_sha384),
            plan(V12, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM, TestIdentity.P384, SignatureScheme.ecdsa_secp384r1_sha384)
                .withClientAuth(),
            plan(V12, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TestIdentity.ED25519, SignatureScheme.ed25519).withClientAuth(),
            plan(V12, CipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA256, rsa, SignatureScheme.rsa_pkcs1_sha512),
            plan(V12, CipherSuite.TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256, rsa, SignatureScheme.rsa_pkcs1_sha256),
            plan(V12, CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, rsa, SignatureScheme.rsa_pkcs1_sha256),
            plan(V12, CipherSuite.TLS_ECDH_anon_WITH_AES_128_CBC_SHA, rsa, SignatureScheme.rsa_pkcs1_sha256),
            plan(V12, CipherSuite.TLS_ECDHE_RSA_WITH_NULL_SHA, rsa, SignatureScheme.rsa_pkcs1_sha256));
    }

    private static List<Plan> plansOld() {
        List<Plan> plans = new ArrayList<>();
        for (ProtocolVersion version : new ProtocolVersion[] {ProtocolVersion.TLSv10, ProtocolVersion.TLSv11}) {
            plans.add(plan(version, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, TestIdentity.RSA, 0x0401).withClientAuth());
            plans.add(plan(version, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, TestIdentity.P256, 0x0403).withClientAuth());
            plans.add(plan(version, CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA, TestIdentity.RSA, 0x0401));
        }
        return plans;
    }

    static Stream<Arguments> pairings() {
        List<Arguments> all = new ArrayList<>();
        List<Plan> plans = new ArrayList<>(plans13());
        plans.addAll(plans12());
        plans.addAll(plansOld());
        for (Plan plan : plans) {
            for (Cryptos server : Cryptos.values()) {
                for (Cryptos client : Cryptos.values()) {
                    if (server != Cryptos.STOCK || client != Cryptos.STOCK) {
                        String suite = Integer.toHexString(plan.suite());
                        all.add(Arguments.of(plan.version() + " " + suite + " " + plan.identity(), plan, server, client));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}: {2} server, {3} client")
    @MethodSource("pairings")
    void shouldShakeHandsAndCarryDataBothWays(String name, Plan plan, Cryptos server, Cryptos client) throws IOException {
        BcTlsCrypto serverCrypto = server.make();
        BcTlsCrypto clientCrypto = client.make();
        Handshake handshake = new Handshake(plan, serverCrypto, clientCrypto).run();
        assertThat(handshake.complete()).isTrue();
        assertThat(handshake.seenByServer != null).isEqualTo(plan.clientAuth());
        byte[] data = new byte[70_000];
        new Random(7).nextBytes(data);
        for (int length : new int[] {0, 1, 100, 16_384, 16_385, 70_000}) {
            handshake.client.writeApplicationData(data, 0, length);
            handshake.server.writeApplicationData(data, 70_000 - length, length);
            handshake.exchange();
            assertThat(handshake.serverPlain.toByteArray()).isEqualTo(java.util.Arrays.copyOf(data, length));
            assertThat(handshake.clientPlain.toByteArray()).isEqualTo(java.util.Arrays.copyOfRange(data, 70_000 - length, 70_000));
            handshake.serverPlain.reset();
            handshake.clientPlain.reset();
        }
        handshake.client.close();
        handshake.server.offerInput(Handshake.take(handshake.client));
        assertThat(handshake.server.isClosed()).isTrue();
    }
}
