package org.tlsproxy.policy;

import java.util.HashMap;
import java.util.Map;

/**
 * What suites are made of, and the tags (HIGH, kECDHE, aNULL …) that name these things in a cipher list.
 *
 * <p>Every trait is a bit, every kind of trait a group of bits. A tag is a mask: it says nothing about groups in which it has no bit,
 * and in each other group a suite must share at least one bit with it. That is OpenSSL's own model, quirks included.
 */
final class CipherTraits {

    static final long KRSA = 1L;
    static final long KDHE = 1L << 1;
    static final long KECDHE = 1L << 2;
    static final long KPSK = 1L << 3;
    static final long KRSAPSK = 1L << 4;
    static final long KDHEPSK = 1L << 5;
    static final long KECDHEPSK = 1L << 6;
    static final long KSRP = 1L << 7;

    static final long ARSA = 1L << 8;
    static final long ADSS = 1L << 9;
    static final long AECDSA = 1L << 10;
    static final long ANULL = 1L << 11;
    static final long APSK = 1L << 12;
    static final long ASRP = 1L << 13;

    static final long AES128 = 1L << 16;
    static final long AES256 = 1L << 17;
    static final long AES128_GCM = 1L << 18;
    static final long AES256_GCM = 1L << 19;
    static final long AES128_CCM = 1L << 20;
    static final long AES256_CCM = 1L << 21;
    static final long AES128_CCM8 = 1L << 22;
    static final long AES256_CCM8 = 1L << 23;
    static final long CHACHA20 = 1L << 24;
    static final long CAMELLIA128 = 1L << 25;
    static final long CAMELLIA256 = 1L << 26;
    static final long ARIA128 = 1L << 27;
    static final long ARIA256 = 1L << 28;
    static final long ENULL = 1L << 29;

    static final long AEAD = 1L << 32;
    static final long MD5 = 1L << 33;
    static final long SHA1 = 1L << 34;
    static final long SHA256 = 1L << 35;
    static final long SHA384 = 1L << 36;

    static final long SSL3 = 1L << 40;
    static final long TLS10 = 1L << 41;
    static final long TLS12 = 1L << 42;

    static final long HIGH = 1L << 44;
    static final long FIPS = 1L << 45;
    static final long STRONG_NONE = 1L << 46;

    static final long NOT_DEFAULT = 1L << 48;

    static final long VERSIONS = SSL3 | TLS10 | TLS12;
    static final long KEY128 = AES128 | AES128_GCM | AES128_CCM | AES128_CCM8 | CAMELLIA128 | ARIA128;
    static final long PSK = KPSK | KRSAPSK | KDHEPSK | KECDHEPSK;
    static final long UNSUPPORTED = PSK | KSRP | MD5;

    private static final long AUTHENTICATIONS = ARSA | ADSS | AECDSA | ANULL | APSK | ASRP;
    private static final long ENCRYPTIONS =
        KEY128 | AES256 | AES256_GCM | AES256_CCM | AES256_CCM8 | CHACHA20 | CAMELLIA256 | ARIA256 | ENULL;
    private static final long[] GROUPS = {
        PSK | KSRP | KRSA | KDHE | KECDHE, AUTHENTICATIONS, ENCRYPTIONS, AEAD | MD5 | SHA1 | SHA256 | SHA384, VERSIONS,
        HIGH | FIPS | STRONG_NONE, NOT_DEFAULT,
    };
    private static final Map<String, Long> TAGS = new HashMap<>(128);

    static {
        addKeyExchanges();
        addAuthentications();
        addEncryptions();
        addTheRest();
    }

    private CipherTraits() { }

    /** The mask of a tag, or 0 for a word that is none. Tags of what the library was built without (RC4, 3DES, GOST) are none either. */
    static long tag(String word) {
        Long mask = TAGS.get(word);
        return mask == null ? 0 : mask;
    }

    /** True if a suite has what a mask asks for. */
    static boolean match(long mask, long traits) {
        for (long group : GROUPS) {
            long wanted = mask & group;
            if (wanted != 0 && (wanted & traits) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The mask for both at once, as in {@code kECDHE+AES}; 0 if they exclude each other by themselves, as {@code AES128+AES256} do. */
    static long intersection(long one, long other) {
        long both = 0;
        for (long group : GROUPS) {
            long a = one & group;
            long b = other & group;
            if (a != 0 && b != 0 && (a & b) == 0) {
                return 0;
            }
            both |= a == 0 || b == 0 ? a | b : a & b;
        }
        return both;
    }

    private static void addKeyExchanges() {
        TAGS.put("kRSA", KRSA);
        TAGS.put("kEDH", KDHE);
        TAGS.put("kDHE", KDHE);
        TAGS.put("DH", KDHE);
        TAGS.put("kEECDH", KECDHE);
        TAGS.put("kECDHE", KECDHE);
        TAGS.put("ECDH", KECDHE);
        TAGS.put("kPSK", KPSK);
        TAGS.put("kRSAPSK", KRSAPSK);
        TAGS.put("kDHEPSK", KDHEPSK);
        TAGS.put("kECDHEPSK", KECDHEPSK);
        TAGS.put("PSK", PSK);
        TAGS.put("kSRP", KSRP);
        TAGS.put("SRP", KSRP);
        TAGS.put("EDH", KDHE | AUTHENTICATIONS & ~ANULL);
        TAGS.put("DHE", KDHE | AUTHENTICATIONS & ~ANULL);
        TAGS.put("EECDH", KECDHE | AUTHENTICATIONS & ~ANULL);
        TAGS.put("ECDHE", KECDHE | AUTHENTICATIONS & ~ANULL);
        TAGS.put("RSA", KRSA | ARSA);
        TAGS.put("ADH", KDHE | ANULL);
        TAGS.put("AECDH", KECDHE | ANULL);
    }

    private static void addAuthentications() {
        TAGS.put("aRSA", ARSA);
        TAGS.put("aDSS", ADSS);
        TAGS.put("DSS", ADSS);
        TAGS.put("aECDSA", AECDSA);
        TAGS.put("ECDSA", AECDSA);
        TAGS.put("aNULL", ANULL);
        TAGS.put("aPSK", APSK);
        TAGS.put("aSRP", ASRP);
    }

    private static void addEncryptions() {
        TAGS.put("ALL", ENCRYPTIONS & ~ENULL);
        TAGS.put("COMPLEMENTOFALL", ENULL);
        TAGS.put("eNULL", ENULL);
        TAGS.put("NULL", ENULL);
        TAGS.put("AES128", AES128 | AES128_GCM | AES128_CCM | AES128_CCM8);
        TAGS.put("AES256", AES256 | AES256_GCM | AES256_CCM | AES256_CCM8);
        TAGS.put("AES", TAGS.get("AES128") | TAGS.get("AES256"));
        TAGS.put("AESGCM", AES128_GCM | AES256_GCM);
        TAGS.put("AESCCM", AES128_CCM | AES256_CCM | AES128_CCM8 | AES256_CCM8);
        TAGS.put("AESCCM8", AES128_CCM8 | AES256_CCM8);
        TAGS.put("CHACHA20", CHACHA20);
        TAGS.put("CAMELLIA", CAMELLIA128 | CAMELLIA256);
        TAGS.put("CAMELLIA128", CAMELLIA128);
        TAGS.put("CAMELLIA256", CAMELLIA256);
        TAGS.put("ARIA", ARIA128 | ARIA256);
        TAGS.put("ARIAGCM", ARIA128 | ARIA256);
        TAGS.put("ARIA128", ARIA128);
        TAGS.put("ARIA256", ARIA256);
        TAGS.put("CBC", AES128 | AES256 | CAMELLIA128 | CAMELLIA256);
    }

    private static void addTheRest() {
        TAGS.put("MD5", MD5);
        TAGS.put("SHA1", SHA1);
        TAGS.put("SHA", SHA1);
        TAGS.put("SHA256", SHA256);
        TAGS.put("SHA384", SHA384);
        TAGS.put("SSLv3", SSL3);
        TAGS.put("TLSv1", TLS10);
        TAGS.put("TLSv1.0", TLS10);
        TAGS.put("TLSv1.2", TLS12);
        TAGS.put("HIGH", HIGH);
        TAGS.put("FIPS", FIPS);
        TAGS.put("COMPLEMENTOFDEFAULT", NOT_DEFAULT);
    }
}
