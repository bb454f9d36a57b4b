package org.tlsproxy.engine;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-128-CBC with HMAC-SHA1 as TLS 1.2 uses it (RFC 5246 6.2.3.2), or with the MAC last (RFC 7366); can be told to get it wrong. */
final class RawCbc implements RawProtection {

    /** What to spoil in the next record. */
    enum Fault { NONE, MAC, PADDING, SHORT, UNALIGNED }

    Fault fault = Fault.NONE;
    private final byte[] macKey;
    private final byte[] key;
    private final boolean macLast;
    private int sequence;

    RawCbc(byte[] macKey, byte[] key, boolean macLast) {
        this.macKey = macKey;
        this.key = key;
        this.macLast = macLast;
    }

    @Override
    public RawRecord seal(RawRecord plain) {
        byte[] iv = new byte[16];
        byte[] content = macLast ? plain.content() : RawBytes.concat(plain.content(), mac(plain, plain.content()));
        byte[] sealed = RawBytes.concat(iv, cipher(Cipher.ENCRYPT_MODE, iv, padded(content)));
        if (macLast) {
            sealed = RawBytes.concat(sealed, mac(plain, sealed));
        }
        if (fault == Fault.SHORT) {
            sealed = Arrays.copyOf(sealed, 16);
        } else if (fault == Fault.UNALIGNED) {
            sealed = Arrays.copyOf(sealed, sealed.length - 1);
        }
        return new RawRecord(plain.type(), plain.version(), sealed);
    }

    private byte[] padded(byte[] content) {
        int padding = 15 - content.length % 16;
        byte[] all = Arrays.copyOf(content, content.length + padding + 1);
        Arrays.fill(all, content.length, all.length, (byte) padding);
        if (fault == Fault.PADDING) {
            all[all.length - 1] ^= 0x40;
        }
        return all;
    }

    private byte[] mac(RawRecord record, byte[] content) {
        byte[] mac = RawKeys.hmac("HmacSHA1", macKey, new byte[4], RawBytes.uint(4, sequence++), RawBytes.uint(1, record.type()),
            RawBytes.uint(2, record.version()), RawBytes.vector(2, content));
        if (fault == Fault.MAC) {
            mac[0] ^= 1;
        }
        return mac;
    }

    @Override
    public RawRecord open(RawRecord sealed) {
        int macSize = macLast ? 20 : 0;
        byte[] content = sealed.content();
        byte[] plain = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(content, 16), Arrays.copyOfRange(content, 16, content.length - macSize));
        int end = plain.length - 1 - plain[plain.length - 1] - (20 - macSize);
        return new RawRecord(sealed.type(), sealed.version(), Arrays.copyOf(plain, end));
    }

    private byte[] cipher(int mode, byte[] iv, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
