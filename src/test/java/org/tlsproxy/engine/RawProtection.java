package org.tlsproxy.engine;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What one direction does to its records. */
interface RawProtection {

    RawProtection NONE = new RawProtection() {
        @Override
        public RawRecord seal(RawRecord plain) {
            return plain;
        }

        @Override
        public RawRecord open(RawRecord sealed) {
            return sealed;
        }
    };

    RawRecord seal(RawRecord plain);

    RawRecord open(RawRecord sealed);

    /** AES-128-GCM as TLS 1.3 uses it (RFC 8446 5.2). */
    final class Gcm13 implements RawProtection {
        private final byte[] key;
        private final byte[] iv;
        private long sequence;

        Gcm13(byte[] trafficSecret) {
            key = RawKeys.expand(trafficSecret, "key", new byte[0], 16);
            iv = RawKeys.expand(trafficSecret, "iv", new byte[0], 12);
        }

        @Override
        public RawRecord seal(RawRecord plain) {
            return inner(RawBytes.concat(plain.content(), RawBytes.uint(1, plain.type())), plain.version());
        }

        /** A record around any TLSInnerPlaintext. */
        RawRecord inner(byte[] inner, int version) {
            RawRecord header = new RawRecord(RawRecord.DATA, version, new byte[inner.length + 16]);
            return new RawRecord(RawRecord.DATA, version,
                gcm(Cipher.ENCRYPT_MODE, key, nonce(), Arrays.copyOf(header.bytes(), 5), inner));
        }

        @Override
        public RawRecord open(RawRecord sealed) {
            if (sealed.type() != RawRecord.DATA) {
                return sealed;      // the compatibility mode's ChangeCipherSpec, or an alert from before the keys
            }
            byte[] inner = gcm(Cipher.DECRYPT_MODE, key, nonce(), Arrays.copyOf(sealed.bytes(), 5), sealed.content());
            int end = inner.length - 1;
            while (inner[end] == 0) {
                end--;
            }
            return new RawRecord(inner[end], sealed.version(), Arrays.copyOf(inner, end));
        }

        private byte[] nonce() {
            byte[] nonce = iv.clone();
            for (int i = 0; i < 8; i++) {
                nonce[11 - i] ^= (byte) (sequence >>> 8 * i);
            }
            sequence++;
            return nonce;
        }
    }

    /** AES-128-GCM as TLS 1.2 uses it (RFC 5288). */
    final class Gcm12 implements RawProtection {
        private final byte[] key;
        private final byte[] salt;
        private int sequence;

        Gcm12(byte[] key, byte[] salt) {
            this.key = key;
            this.salt = salt;
        }

        @Override
        public RawRecord seal(RawRecord plain) {
            byte[] explicit = RawBytes.uint(8, sequence);
            explicit[0] = 0;
            byte[] sealed = gcm(Cipher.ENCRYPT_MODE, key, RawBytes.concat(salt, explicit), header(plain, plain.content().length),
                plain.content());
            return new RawRecord(plain.type(), plain.version(), RawBytes.concat(explicit, sealed));
        }

        @Override
        public RawRecord open(RawRecord sealed) {
            byte[] content = sealed.content();
            byte[] plain = gcm(Cipher.DECRYPT_MODE, key, RawBytes.concat(salt, Arrays.copyOf(content, 8)),
                header(sealed, content.length - 24), Arrays.copyOfRange(content, 8, content.length));
            return new RawRecord(sealed.type(), sealed.version(), plain);
        }

        private byte[] header(RawRecord record, int length) {
            return RawBytes.concat(new byte[4], RawBytes.uint(4, sequence++), RawBytes.uint(1, record.type()),
                RawBytes.uint(2, record.version()), RawBytes.uint(2, length));
        }
    }

    static byte[] gcm(int mode, byte[] key, byte[] nonce, byte[] header, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(header);
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
