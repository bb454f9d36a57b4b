package org.tlsproxy.engine;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One ticket key: of this process alone, so that sessions can be resumed here and nowhere else, or one that others were given, too.
 * Tickets are {@code name(16) iv(12) AES-256-GCM(state)}, the name being authenticated too.
 */
public final class ProcessTicketKeys implements TicketKeys {

    private static final int NAME = 16;
    private static final int IV = 12;
    private static final int TAG = 16;
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private final SecureRandom random;
    private final SecretKeySpec key;
    private final byte[] name;
    private final Cipher cipher;

    private ProcessTicketKeys(byte[] secret, byte[] name, SecureRandom random) {
        this.random = random;
        this.name = Arrays.copyOf(name, NAME);
        this.key = new SecretKeySpec(secret, "AES");
        Arrays.fill(secret, (byte) 0);
        try {
            this.cipher = Cipher.getInstance(TRANSFORMATION);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);     // every JVM must have AES-GCM
        }
    }

    /** A new key that nobody else knows. */
    public static ProcessTicketKeys create(SecureRandom random) {
        byte[] secret = new byte[32];
        byte[] name = new byte[NAME];
        random.nextBytes(secret);
        random.nextBytes(name);
        return new ProcessTicketKeys(secret, name, random);
    }

    /** A key that others have, too. @param secret 32 bytes, zeroed here, @param name 16 bytes that tickets begin with */
    public static ProcessTicketKeys of(byte[] secret, byte[] name, SecureRandom random) {
        return new ProcessTicketKeys(secret, name, random);
    }

    @Override
    public Optional<byte[]> seal(byte[] state) {
        byte[] iv = new byte[IV];
        random.nextBytes(iv);
        byte[] ticket = Arrays.copyOf(name, NAME + IV + state.length + TAG);
        System.arraycopy(iv, 0, ticket, NAME, IV);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG, iv));
            cipher.updateAAD(name);
            cipher.doFinal(state, 0, state.length, ticket, NAME + IV);
            return Optional.of(ticket);
        } catch (GeneralSecurityException e) {
            return Optional.empty();    // a session without ticket is as good, only slower the next time
        }
    }

    @Override
    public Optional<byte[]> open(byte[] ticket) {
        if (ticket.length < NAME + IV + TAG || !Arrays.equals(ticket, 0, NAME, name, 0, NAME)) {
            return Optional.empty();
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG, ticket, NAME, IV));
            cipher.updateAAD(name);
            return Optional.of(cipher.doFinal(ticket, NAME + IV, ticket.length - NAME - IV));
        } catch (GeneralSecurityException e) {
            return Optional.empty();    // forged or damaged: the client gets a full handshake
        }
    }
}
