package org.tlsproxy.engine;

import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.DHStandardGroups;

/** Key exchange groups by the names that OpenSSL 3.0 and Postfix up to 3.9 report for them. */
final class Groups {

    private Groups() {
    }

    /** How a TLS 1.3 key exchange over this group is reported. */
    static TlsFacts.KeyExchange keyExchange(int group) {
        switch (group) {
            case NamedGroup.x25519:
                return new TlsFacts.KeyExchange("X25519", "", 0, group);
            case NamedGroup.x448:
                return new TlsFacts.KeyExchange("X448", "", 0, group);
            case NamedGroup.X25519MLKEM768:
                return new TlsFacts.KeyExchange("X25519MLKEM768", "", 0, group);
            default:
                break;
        }
        if (NamedGroup.refersToASpecificFiniteField(group)) {
            return new TlsFacts.KeyExchange("DHE", "", NamedGroup.getFiniteFieldBits(group), group);
        }
        return NamedGroup.refersToAnECDHCurve(group)
            ? new TlsFacts.KeyExchange("ECDHE", curve(group), 0, group)
            : new TlsFacts.KeyExchange(NamedGroup.getName(group), "", 0, group);
    }

    /** OpenSSL's short name of a curve. */
    static String curve(int group) {
        return group == NamedGroup.secp256r1 ? "prime256v1" : NamedGroup.getName(group);
    }

    /** The curve group of an EC key by the name that the key's parameters carry, -1 for a curve that TLS has no number for. */
    static int ofCurve(String oidName) {
        switch (oidName) {
            case "1.2.840.10045.3.1.7":
                return NamedGroup.secp256r1;
            case "1.3.132.0.34":
                return NamedGroup.secp384r1;
            case "1.3.132.0.35":
                return NamedGroup.secp521r1;
            case "1.3.36.3.3.2.8.1.1.7":
                return NamedGroup.brainpoolP256r1;
            case "1.3.36.3.3.2.8.1.1.11":
                return NamedGroup.brainpoolP384r1;
            case "1.3.36.3.3.2.8.1.1.13":
                return NamedGroup.brainpoolP512r1;
            default:
                return -1;
        }
    }

    /** True for groups that TLS 1.2 and earlier can use for ECDHE. */
    static boolean isCurve(int group) {
        return NamedGroup.refersToAnECDHCurve(group);
    }

    /** True for groups that a TLS 1.3 key share can be of. */
    static boolean isTls13(int group) {
        return isHybrid(group) || NamedGroup.refersToASpecificFiniteField(group)
            || isCurve(group) && (group < NamedGroup.brainpoolP256r1 || group > NamedGroup.brainpoolP512r1);
    }

    /** True for groups that OpenSSL names to servers of TLS 1.2 and earlier; RFC 7919's are for TLS 1.3 there. */
    static boolean isTls12(int group) {
        return isCurve(group) && (group < NamedGroup.brainpoolP256r1tls13 || group > NamedGroup.brainpoolP512r1tls13);
    }

    static boolean isHybrid(int group) {
        return NamedGroup.refersToASpecificHybrid(group);
    }

    /** The finite field group for ephemeral DH at this strength; below 112 bits still 2048, smaller ones are broken. */
    static int finiteField(int securityBits) {
        if (securityBits >= 192) {
            return NamedGroup.ffdhe8192;
        }
        if (securityBits >= 152) {
            return NamedGroup.ffdhe4096;
        }
        return securityBits >= 128 ? NamedGroup.ffdhe3072 : NamedGroup.ffdhe2048;
    }

    static int finiteFieldBits(int group) {
        return NamedGroup.getFiniteFieldBits(group);
    }

    /**
     * The group of RFC 3526 that is as large, as OpenSSL sends it: clients that implement RFC 7919 refuse its groups when they did
     * not list them.
     */
    static DHGroup classicOfSize(int group) {
        switch (finiteFieldBits(group)) {
            case 8192:
                return DHStandardGroups.rfc3526_8192;
            case 6144:
                return DHStandardGroups.rfc3526_6144;
            case 4096:
                return DHStandardGroups.rfc3526_4096;
            case 3072:
                return DHStandardGroups.rfc3526_3072;
            default:
                return DHStandardGroups.rfc3526_2048;
        }
    }
}
