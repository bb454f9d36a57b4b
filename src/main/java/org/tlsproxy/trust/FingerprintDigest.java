package org.tlsproxy.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.digests.SM3Digest;

/** A digest by the name that OpenSSL and so main.cf has for it, any case. */
public final class FingerprintDigest {

    private static final String HEX = "0123456789ABCDEF";

    private final String name;
    private final String jdk;

    private FingerprintDigest(String name, String jdk) {
        this.name = name;
        this.jdk = jdk;
    }

    /** @return empty if OpenSSL 3 with its default provider does not know it */
    public static Optional<FingerprintDigest> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String known = lower.startsWith("rsa-") ? lower.substring("rsa-".length()) : lower;
        String jdk = jdk(known);
        return jdk.isEmpty() && bouncyCastle(known).isEmpty() ? Optional.empty() : Optional.of(new FingerprintDigest(known, jdk));
    }

    private static String jdk(String name) {
        return switch (name) {
            case "md5", "ssl3-md5" -> "MD5";
            case "sha1", "sha-1", "ssl3-sha1" -> "SHA-1";
            case "sha224", "sha2-224", "sha-224" -> "SHA-224";
            case "sha256", "sha2-256", "sha-256" -> "SHA-256";
            case "sha384", "sha2-384", "sha-384" -> "SHA-384";
            case "sha512", "sha2-512", "sha-512" -> "SHA-512";
            case "sha512-224", "sha2-512/224", "sha-512/224" -> "SHA-512/224";
            case "sha512-256", "sha2-512/256", "sha-512/256" -> "SHA-512/256";
            case "sha3-224" -> "SHA3-224";
            case "sha3-256" -> "SHA3-256";
            case "sha3-384" -> "SHA3-384";
            case "sha3-512" -> "SHA3-512";
            default -> "";
        };
    }

    private static Optional<Digest> bouncyCastle(String name) {
        return Optional.ofNullable(switch (name) {
            case "ripemd160", "ripemd", "rmd160", "ripemd-160" -> new RIPEMD160Digest();
            case "blake2b512", "blake2b-512" -> new Blake2bDigest(512);
            case "blake2s256", "blake2s-256" -> new Blake2sDigest(256);
            case "sm3" -> new SM3Digest();
            case "shake128", "shake-128" -> new SHAKEDigest(128);
            case "shake256", "shake-256" -> new SHAKEDigest(256);
            default -> null;
        });
    }

    /** Upper-case hex digits, a colon between bytes. */
    public String fingerprint(byte[] data) {
        byte[] digest = digest(data);
        StringBuilder text = new StringBuilder(digest.length * 3);
        for (byte b : digest) {
            if (text.length() > 0) {
                text.append(':');
            }
            text.append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
        }
        return text.toString();
    }

    /** The bare digest. */
    public byte[] digest(byte[] data) {
        if (jdk.isEmpty()) {
            Digest digest = bouncyCastle(name).orElseThrow();
            digest.update(data, 0, data.length);
            byte[] result = new byte[digest instanceof SHAKEDigest ? digest.getDigestSize() / 2 : digest.getDigestSize()];
            return finish(digest, result);
        }
        try {
            return MessageDigest.getInstance(jdk).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + jdk, e);
        }
    }

    /** OpenSSL 3.0 gives 16 bytes of SHAKE-128 and 32 of SHAKE-256. */
    private static byte[] finish(Digest digest, byte[] result) {
        if (digest instanceof SHAKEDigest shake) {
            shake.doFinal(result, 0, result.length);
        } else {
            digest.doFinal(result, 0);
        }
        return result;
    }
}
