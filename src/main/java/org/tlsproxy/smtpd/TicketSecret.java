package org.tlsproxy.smtpd;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tlsproxy.engine.ProcessTicketKeys;

/**
 * What the key of session tickets of an epoch comes from. Each epoch's secret is made of the last one's, and there is no way back: who gets
 * hold of it cannot open the tickets of earlier epochs. The launcher makes the first one up; every worker gets one in its orders, and goes
 * on by itself. Its bytes are zeroed when their successor is made.
 */
final class TicketSecret {

    /** How long one lasts. Tickets live no longer, so that two are known at a time, the present one and the last one. */
    static final int EPOCH_SECONDS = 3600;
    static final int BYTES = 32;
    private static final int NAME = 16;

    private final long epoch;
    private final byte[] bytes;

    TicketSecret(long epoch, byte[] bytes) {
        this.epoch = epoch;
        this.bytes = bytes;
    }

    /** A new one. */
    static TicketSecret random(long epoch, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new TicketSecret(epoch, bytes);
    }

    /** The epoch of a moment. All processes of a machine have the same monotonic clock, which nobody sets. */
    static long epochAt(long seconds) {
        return Math.floorDiv(seconds, EPOCH_SECONDS);
    }

    long epoch() {
        return epoch;
    }

    /** Not to be changed or kept. */
    byte[] bytes() {
        return bytes;
    }

    /** The secret of a later epoch, or this one if that is not later. This one is of no more use then. */
    TicketSecret at(long later) {
        TicketSecret secret = this;
        while (secret.epoch < later) {
            TicketSecret next = new TicketSecret(secret.epoch + 1, derive(secret.bytes, "next"));
            Arrays.fill(secret.bytes, (byte) 0);
            secret = next;
        }
        return secret;
    }

    /** This epoch's key. */
    ProcessTicketKeys keys(SecureRandom random) {
        return ProcessTicketKeys.of(derive(bytes, "key"), Arrays.copyOf(derive(bytes, "name"), NAME), random);
    }

    private static byte[] derive(byte[] secret, String label) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(label.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);     // every Java runtime has HmacSHA256
        }
    }

    /** Keeps the secret out of messages. */
    @Override
    public String toString() {
        return "TicketSecret[epoch=" + epoch + "]";
    }
}
