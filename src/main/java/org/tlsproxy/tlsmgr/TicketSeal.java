package org.tlsproxy.tlsmgr;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Our session tickets on the wire: {@code name(16) iv(12) AES-256-GCM(state) tag(16)}, the name being authenticated too. Several
 * processes seal with the same key and do not know of each other, so IVs are random: a key lives for half a session lifetime, far from the
 * 2^32 tickets that NIST SP 800-38D 8.3 allows for that.
 */
final class TicketSeal {

    private static final int IV = 12;
    private static final int TAG = 16;
    /** What a ticket has at least. */
    static final int OVERHEAD = SealingKey.NAME + IV + TAG;

    private final SecureRandom random;
    private final Cipher cipher;

    TicketSeal(SecureRandom random) {
        this.random = random;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);    // every Java runtime has AES-GCM
        }
    }

    /** @return empty if the cipher fails: a session without ticket is as good, only slower the next time */
    Optional<byte[]> seal(SealingKey key, byte[] state) {
        byte[] iv = new byte[IV];
        random.nextBytes(iv);
        byte[] ticket = Arrays.copyOf(key.name(), OVERHEAD + state.length);
        System.arraycopy(iv, 0, ticket, SealingKey.NAME, IV);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, aes(key), new GCMParameterSpec(8 * TAG, iv));
            cipher.updateAAD(key.name());
            cipher.doFinal(state, 0, state.length, ticket, SealingKey.NAME + IV);
            return Optional.of(ticket);
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** @param ticket one that starts with the key's name. @return empty if it was forged or damaged */
    Optional<byte[]> open(SealingKey key, byte[] ticket) {
        int start = SealingKey.NAME + IV;
        try {
            cipher.init(Cipher.DECRYPT_MODE, aes(key), new GCMParameterSpec(8 * TAG, ticket, SealingKey.NAME, IV));
            cipher.updateAAD(key.name());
            return Optional.of(cipher.doFinal(ticket, start, ticket.length - start));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static SecretKeySpec aes(SealingKey key) {
        return new SecretKeySpec(key.secret(), "AES");
    }
}
