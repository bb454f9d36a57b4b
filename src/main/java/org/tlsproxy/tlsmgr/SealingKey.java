package org.tlsproxy.tlsmgr;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tlsproxy.wire.TicketKey;

/**
 * A key that this program's session tickets are sealed with. It is derived from one of tlsmgr's, so that all processes that derive it for
 * the same context have it, and that smtpd, which seals tickets of another content with tlsmgr's own, can neither open ours nor we its.
 * The name differs from tlsmgr's by a constant: each side takes the other's tickets for unknown before it opens anything.
 */
public final class SealingKey {

    /** Bytes of a name. */
    public static final int NAME = 16;

    /** Names are random, so are the results; any constant but zero would do. */
    private static final byte[] NAME_MASK = "tlsproxy-java/01".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LABEL = "tlsproxy-java session ticket 1\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] name;
    private final byte[] secret;
    private final long sealUntil;
    private final long openUntil;

    private SealingKey(byte[] name, byte[] secret, long sealUntil, long openUntil) {
        this.name = name;
        this.secret = secret;
        this.sealUntil = sealUntil;
        this.openUntil = openUntil;
    }

    /**
     * Derives ours from tlsmgr's by HKDF-SHA256 (RFC 5869; one block): the salt is the key's name, the information our label and
     * the context.
     *
     * @param context         tells apart services whose tickets must not be good for each other; the same in all processes of one
     * @param lifetimeSeconds how long a ticket may be opened after the last one was sealed
     */
    public static SealingKey derive(TicketKey key, String context, int lifetimeSeconds) {
        byte[] material = Arrays.copyOf(key.cipherKey(), key.cipherKey().length + key.macKey().length);
        System.arraycopy(key.macKey(), 0, material, key.cipherKey().length, key.macKey().length);
        byte[] pseudoRandom = hmac(key.name(), material);
        byte[] words = context.getBytes(StandardCharsets.UTF_8);
        byte[] info = Arrays.copyOf(LABEL, LABEL.length + words.length + 1);
        System.arraycopy(words, 0, info, LABEL.length, words.length);
        info[info.length - 1] = 1;
        byte[] secret = hmac(pseudoRandom, info);
        Arrays.fill(material, (byte) 0);
        Arrays.fill(pseudoRandom, (byte) 0);
        return new SealingKey(masked(key.name()), secret, key.expiry(), key.expiry() + lifetimeSeconds);
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);    // every Java runtime has HmacSHA256
        }
    }

    /** tlsmgr's name of one of ours, and the other way round. */
    static byte[] masked(byte[] name) {
        byte[] other = new byte[NAME];
        for (int i = 0; i < NAME; i++) {
            other[i] = (byte) (name[i] ^ NAME_MASK[i]);
        }
        return other;
    }

    /** What our tickets start with, 16 bytes. Not to be changed. */
    public byte[] name() {
        return name;
    }

    /** 32 bytes, for AES-256-GCM. Not to be changed or kept: they are zeroed when the key is dropped. */
    public byte[] secret() {
        return secret;
    }

    /** Seconds since 1970: at this time no ticket is sealed with it any more. */
    public long sealUntil() {
        return sealUntil;
    }

    /** Seconds since 1970: at this time its tickets are not opened any more. */
    public long openUntil() {
        return openUntil;
    }

    /** What can be done about it: ciphers keep copies until they get another key. */
    void wipe() {
        Arrays.fill(secret, (byte) 0);
    }

    /** Keeps the key out of messages. */
    @Override
    public String toString() {
        return "SealingKey[sealUntil=" + sealUntil + ", openUntil=" + openUntil + "]";
    }
}
