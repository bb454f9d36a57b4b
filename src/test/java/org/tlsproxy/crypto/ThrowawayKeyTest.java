package org.tlsproxy.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrowawayKeyTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeAKeyPairThatOthersCanRead(boolean nativeAllowed) throws GeneralSecurityException {
        try (WorkerCrypto crypto = WorkerCrypto.create(nativeAllowed)) {
            ThrowawayKey key = crypto.throwawayKey();
            KeyFactory factory = KeyFactory.getInstance("EC");
            PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(key.pkcs8()));
            PublicKey open = factory.generatePublic(new X509EncodedKeySpec(key.subjectPublicKeyInfo()));

            assertThat(verifies(open, signed(secret))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeAnotherOneEachTime(boolean nativeAllowed) {
        try (WorkerCrypto crypto = WorkerCrypto.create(nativeAllowed)) {
            assertThat(crypto.throwawayKey().pkcs8()).isNotEqualTo(crypto.throwawayKey().pkcs8());
        }
    }

    private static byte[] signed(PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update((byte) 1);
        return signature.sign();
    }

    private static boolean verifies(PublicKey key, byte[] signature) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update((byte) 1);
        return verifier.verify(signature);
    }
}
