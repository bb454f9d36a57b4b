package org.tlsproxy.policy;

import java.util.List;
import java.util.OptionalInt;

/** The key exchange groups that can be negotiated, their names, and which one serves classic DHE suites. */
public final class Groups {

    public static final int SECP256R1 = 0x0017;
    public static final int SECP384R1 = 0x0018;
    public static final int SECP521R1 = 0x0019;
    public static final int X25519 = 0x001d;
    public static final int X448 = 0x001e;
    public static final int FFDHE2048 = 0x0100;
    public static final int FFDHE3072 = 0x0101;
    public static final int FFDHE4096 = 0x0102;
    public static final int FFDHE6144 = 0x0103;
    public static final int FFDHE8192 = 0x0104;
    public static final int X25519_MLKEM768 = 0x11ec;

    /** What OpenSSL 3.0 uses when nothing is configured, in its order (as seen in its ClientHello). */
    public static final List<Integer> LIBRARY_DEFAULT = List.of(
        X25519, SECP256R1, X448, SECP521R1, SECP384R1, FFDHE2048, FFDHE3072, FFDHE4096, FFDHE6144, FFDHE8192);

    /** What {@code DEFAULT} means inside a group list of OpenSSL 3.5. */
    static final List<Integer> OPENSSL35_DEFAULT = List.of(
        X25519_MLKEM768, X25519, SECP256R1, X448, SECP384R1, SECP521R1, FFDHE2048, FFDHE3072);

    /** Names are TLS names except where said; {@code nist} and {@code shortName} are what OpenSSL's object table calls the curve. */
    private record Group(int id, String tlsName, String nist, String shortName) { }

    private static final Group[] TABLE = {
        new Group(X25519, "x25519", "", "X25519"),
        new Group(X448, "x448", "", "X448"),
        new Group(SECP256R1, "secp256r1", "P-256", "prime256v1"),
        new Group(SECP384R1, "secp384r1", "P-384", "secp384r1"),
        new Group(SECP521R1, "secp521r1", "P-521", "secp521r1"),
        new Group(0x001a, "brainpoolP256r1", "", "brainpoolP256r1"),
        new Group(0x001b, "brainpoolP384r1", "", "brainpoolP384r1"),
        new Group(0x001c, "brainpoolP512r1", "", "brainpoolP512r1"),
        new Group(FFDHE2048, "ffdhe2048", "", "ffdhe2048"),
        new Group(FFDHE3072, "ffdhe3072", "", "ffdhe3072"),
        new Group(FFDHE4096, "ffdhe4096", "", "ffdhe4096"),
        new Group(FFDHE6144, "ffdhe6144", "", "ffdhe6144"),
        new Group(FFDHE8192, "ffdhe8192", "", "ffdhe8192"),
        new Group(X25519_MLKEM768, "X25519MLKEM768", "", ""),
        new Group(0x11eb, "SecP256r1MLKEM768", "", ""),
        new Group(0x11ed, "SecP384r1MLKEM1024", "", ""),
    };
    /** The other names of {@code openssl ecparam -list_curves}, and their NIST names. */
    private static final String UNSUPPORTED =
        " secp112r1 secp112r2 secp128r1 secp128r2 secp160k1 secp160r1 secp160r2 secp192k1 secp224k1 secp224r1 secp256k1 "
        + "prime192v1 prime192v2 prime192v3 prime239v1 prime239v2 prime239v3 sect113r1 sect113r2 sect131r1 sect131r2 sect163k1 "
        + "sect163r1 sect163r2 sect193r1 sect193r2 sect233k1 sect233r1 sect239k1 sect283k1 sect283r1 sect409k1 sect409r1 "
        + "sect571k1 sect571r1 c2pnb163v1 c2pnb163v2 c2pnb163v3 c2pnb176v1 c2tnb191v1 c2tnb191v2 c2tnb191v3 c2pnb208w1 "
        + "c2tnb239v1 c2tnb239v2 c2tnb239v3 c2pnb272w1 c2pnb304w1 c2tnb359v1 c2pnb368w1 c2tnb431r1 wap-wsg-idm-ecid-wtls1 "
        + "wap-wsg-idm-ecid-wtls3 wap-wsg-idm-ecid-wtls4 wap-wsg-idm-ecid-wtls5 wap-wsg-idm-ecid-wtls6 wap-wsg-idm-ecid-wtls7 "
        + "wap-wsg-idm-ecid-wtls8 wap-wsg-idm-ecid-wtls9 wap-wsg-idm-ecid-wtls10 wap-wsg-idm-ecid-wtls11 wap-wsg-idm-ecid-wtls12 "
        + "Oakley-EC2N-3 Oakley-EC2N-4 brainpoolP160r1 brainpoolP160t1 brainpoolP192r1 brainpoolP192t1 brainpoolP224r1 "
        + "brainpoolP224t1 brainpoolP256t1 brainpoolP320r1 brainpoolP320t1 brainpoolP384t1 brainpoolP512t1 SM2 P-192 P-224 B-163 "
        + "K-163 B-233 K-233 B-283 K-283 B-409 K-409 B-571 K-571 ";
    /** Security bits that OpenSSL's levels 0 to 5 ask for. */
    private static final int[] LEVEL_BITS = {0, 80, 112, 128, 192, 256};

    private Groups() { }

    /** The name that TLS has for a group, empty for one that is not in the table. */
    public static String tlsName(int id) {
        for (Group group : TABLE) {
            if (group.id == id) {
                return group.tlsName;
            }
        }
        return "";
    }

    /** A group by the name that Postfix up to 3.9 looks up in OpenSSL's object table: NIST or short name, case-sensitive. */
    static OptionalInt byObjectName(String name) {
        for (Group group : TABLE) {
            if (name.equals(group.nist) || name.equals(group.shortName)) {
                return OptionalInt.of(group.id);
            }
        }
        return OptionalInt.empty();
    }

    /** A group by any name that OpenSSL takes in a group list; in any case, as it does from 3.2 on. */
    static OptionalInt byListName(String name) {
        for (Group group : TABLE) {
            if (name.equalsIgnoreCase(group.tlsName) || name.equalsIgnoreCase(group.nist) || name.equalsIgnoreCase(group.shortName)) {
                return OptionalInt.of(group.id);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * True for curves that OpenSSL names but that are not negotiated here: binary, Koblitz and small ones. Sites that list them get
     * what Postfix does for a curve that its library lacks.
     */
    static boolean knownButUnsupported(String name) {
        return UNSUPPORTED.contains(" " + name + " ");
    }

    /**
     * The group for DHE suites of TLS 1.2 and older when no parameter file is configured: Postfix up to 3.6 has one built in (2048
     * bits); later ones leave it to the library, see {@link #automaticDhe}; that is 0 here.
     */
    public static int builtInDhe(PostfixRelease release) {
        return release.atLeast(3, 7) ? 0 : FFDHE2048;
    }

    /**
     * The group that OpenSSL's automatic choice comes to for one DHE suite. OpenSSL takes the RFC 3526 prime of the same size, and
     * one of 1024 bits below 112 security bits; here it is the RFC 7919 group, and never less than 2048 bits.
     *
     * @param suiteBits     key size of the suite, 128 or 256; counts for anonymous suites only
     * @param keyBits       security bits of the certificate's key ({@link #rsaSecurityBits}), 0 for an anonymous suite
     * @param securityLevel OpenSSL's security level, 0 to 5
     */
    public static int automaticDhe(int suiteBits, int keyBits, int securityLevel) {
        int bits = keyBits != 0 ? keyBits : suiteBits == 256 ? 128 : 80;
        bits = Math.max(bits, LEVEL_BITS[Math.max(0, Math.min(securityLevel, LEVEL_BITS.length - 1))]);
        if (bits >= 192) {
            return FFDHE8192;
        }
        if (bits >= 152) {
            return FFDHE4096;
        }
        return bits >= 128 ? FFDHE3072 : FFDHE2048;
    }

    /** Security bits of an RSA key (or of a DSA key by its prime), NIST SP 800-57 with OpenSSL's steps between. */
    public static int rsaSecurityBits(int modulusBits) {
        if (modulusBits >= 15360) {
            return 256;
        }
        if (modulusBits >= 7680) {
            return 192;
        }
        if (modulusBits >= 4096) {
            return 152;
        }
        if (modulusBits >= 3072) {
            return 128;
        }
        return modulusBits >= 2048 ? 112 : 80;
    }
}
