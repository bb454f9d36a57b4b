package org.tlsproxy.trust;

import java.util.HexFormat;
import java.util.Optional;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.trust.Der.MalformedException;

/**
 * How a certificate is signed.
 *
 * @param key        kind of key; empty if this is none that we know
 * @param hash       OpenSSL's name of the digest, or empty where the scheme has none of its own
 * @param pss        RSA with PSS padding
 * @param saltLength of PSS, else 0
 */
record SignatureAlgorithm(Optional<Algorithm> key, String hash, boolean pss, int saltLength) {

    private static final int CONTEXT_2 = 0xa2;
    private static final int PSS_DEFAULT_SALT = 20;

    /** @param identifier DER AlgorithmIdentifier */
    static SignatureAlgorithm read(byte[] identifier) throws MalformedException {
        Der fields = Der.of(identifier).into(Der.SEQUENCE);
        String oid = HexFormat.of().formatHex(fields.into(Der.OID).rest());
        return switch (oid) {
            case "2a864886f70d010104" -> plain(Algorithm.RSA, "md5");
            case "2a864886f70d010105", "2b0e03021d" -> plain(Algorithm.RSA, "sha1");
            case "2a864886f70d01010e" -> plain(Algorithm.RSA, "sha224");
            case "2a864886f70d01010b" -> plain(Algorithm.RSA, "sha256");
            case "2a864886f70d01010c" -> plain(Algorithm.RSA, "sha384");
            case "2a864886f70d01010d" -> plain(Algorithm.RSA, "sha512");
            case "2a864886f70d01010a" -> pss(fields);
            case "2a8648ce3d0401" -> plain(Algorithm.EC, "sha1");
            case "2a8648ce3d040301" -> plain(Algorithm.EC, "sha224");
            case "2a8648ce3d040302" -> plain(Algorithm.EC, "sha256");
            case "2a8648ce3d040303" -> plain(Algorithm.EC, "sha384");
            case "2a8648ce3d040304" -> plain(Algorithm.EC, "sha512");
            case "2a8648ce380403" -> plain(Algorithm.DSA, "sha1");
            case "608648016503040301" -> plain(Algorithm.DSA, "sha224");
            case "608648016503040302" -> plain(Algorithm.DSA, "sha256");
            case "608648016503040303" -> plain(Algorithm.DSA, "sha384");
            case "608648016503040304" -> plain(Algorithm.DSA, "sha512");
            case "2b6570" -> plain(Algorithm.ED25519, "");
            case "2b6571" -> plain(Algorithm.ED448, "");
            default -> new SignatureAlgorithm(Optional.empty(), "", false, 0);
        };
    }

    private static SignatureAlgorithm plain(Algorithm key, String hash) {
        return new SignatureAlgorithm(Optional.of(key), hash, false, 0);
    }

    /** RFC 8017 A.2.3; MGF1 with the same digest is taken for granted, as all who sign do. */
    private static SignatureAlgorithm pss(Der fields) throws MalformedException {
        String hash = "sha1";
        int salt = PSS_DEFAULT_SALT;
        if (fields.tag() == Der.SEQUENCE) {
            Der parameters = fields.into(Der.SEQUENCE);
            if (parameters.tag() == Der.CONTEXT_0) {
                hash = hash(parameters.into(Der.CONTEXT_0).into(Der.SEQUENCE).into(Der.OID).rest());
            }
            if (parameters.tag() == Der.CONTEXT_1) {
                parameters.skip();
            }
            if (parameters.tag() == CONTEXT_2) {
                salt = parameters.into(CONTEXT_2).integer().intValue();
            }
        }
        return new SignatureAlgorithm(hash.isEmpty() ? Optional.empty() : Optional.of(Algorithm.RSA), hash, true, salt);
    }

    private static String hash(byte[] oid) {
        return switch (HexFormat.of().formatHex(oid)) {
            case "2b0e03021a" -> "sha1";
            case "608648016503040204" -> "sha224";
            case "608648016503040201" -> "sha256";
            case "608648016503040202" -> "sha384";
            case "608648016503040203" -> "sha512";
            default -> "";
        };
    }

    /** Could a key of this kind have signed so? PSS keys sign with PSS only, RSA keys with both. */
    boolean fits(byte[] publicKeyInfo) {
        try {
            Optional<Algorithm> has = KeyAlgorithms.byOid(Der.of(publicKeyInfo).into(Der.SEQUENCE).into(Der.SEQUENCE).into(Der.OID).rest());
            return has.isPresent() && (has.equals(key) || pss && has.get() == Algorithm.RSA_PSS);
        } catch (MalformedException e) {
            return false;
        }
    }

    /** What OpenSSL thinks an attack on the digest costs: half its length, less for broken ones. */
    int securityBits() {
        return switch (hash) {
            case "md5" -> 39;
            case "sha1" -> 63;
            case "sha224" -> 112;
            case "sha256" -> 128;
            case "sha384" -> 192;
            case "sha512" -> 256;
            default -> key.isEmpty() ? 0 : key.get() == Algorithm.ED25519 ? 128 : 224;
        };
    }
}
