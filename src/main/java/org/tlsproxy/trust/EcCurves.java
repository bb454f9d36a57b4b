package org.tlsproxy.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.tlsproxy.engine.KeyChain.Algorithm;
import org.tlsproxy.trust.Der.MalformedException;

/** Elliptic curves by name. Parameters that are written out are those of a known curve or of no use, as TLS can only name curves. */
final class EcCurves {

    private static final int UNCOMPRESSED = 4;
    private static final byte[] P256 = {Der.OID, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x03, 0x01, 0x07};
    private static final byte[] P384 = {Der.OID, 5, 0x2b, (byte) 0x81, 0x04, 0x00, 0x22};
    private static final byte[] P521 = {Der.OID, 5, 0x2b, (byte) 0x81, 0x04, 0x00, 0x23};

    private EcCurves() { }

    /** Are the curve's parameters written out? What a peer writes there must not cost us a search. */
    static boolean isExplicit(byte[] publicKeyInfo) {
        try {
            Der identifier = Der.of(publicKeyInfo).into(Der.SEQUENCE).into(Der.SEQUENCE);
            Optional<Algorithm> algorithm = KeyAlgorithms.byOid(identifier.into(Der.OID).rest());
            return algorithm.isPresent() && algorithm.get() == Algorithm.EC && identifier.tag() == Der.SEQUENCE;
        } catch (MalformedException e) {
            return false;
        }
    }

    /** @param parameters stands before a curve's parameters; does not move. @return the bytes of its object identifier, as a number */
    static BigInteger curve(Der parameters) throws MalformedException {
        return PublicNumbers.number(named(parameters));
    }

    /** @return the object identifier's DER */
    static byte[] named(Der parameters) throws MalformedException {
        byte[] encoded = Der.of(parameters.rest()).whole();
        try {
            if (encoded[0] == Der.OID) {
                if (!isUsual(encoded) && ECNamedCurveTable.getByOIDLazy(ASN1ObjectIdentifier.getInstance(encoded)) == null) {
                    throw Der.nested();
                }
                return encoded;
            }
            return search(X9ECParameters.getInstance(encoded)).getEncoded();
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle's parsers throw what they like at damaged input
            throw Der.nested();
        }
    }

    /** These need no table, which is a hundred classes. */
    private static boolean isUsual(byte[] oid) {
        return Arrays.equals(oid, P256) || Arrays.equals(oid, P384) || Arrays.equals(oid, P521);
    }

    private static ASN1ObjectIdentifier search(X9ECParameters wanted) throws MalformedException {
        for (Enumeration<?> names = ECNamedCurveTable.getNames(); names.hasMoreElements();) {
            String name = (String) names.nextElement();
            X9ECParameters known = ECNamedCurveTable.getByName(name);
            if (known.getN().equals(wanted.getN()) && known.getCurve().equals(wanted.getCurve()) && known.getG().equals(wanted.getG())) {
                return ECNamedCurveTable.getOID(name);
            }
        }
        throw Der.nested();
    }

    /** @return the point in the form in which nearly all come */
    static byte[] uncompressed(Der parameters, byte[] point) throws MalformedException {
        if (point.length > 0 && point[0] == UNCOMPRESSED) {
            return point;
        }
        try {
            return table(parameters).getCurve().decodePoint(point).getEncoded(false);
        } catch (RuntimeException e) {
            // a point that is not on the curve, or none at all
            throw Der.nested();
        }
    }

    /** @param secret the private number */
    static byte[] publicPoint(Der parameters, byte[] secret) throws MalformedException {
        BigInteger d = PublicNumbers.number(secret);
        X9ECParameters curve = table(parameters);
        if (d.signum() == 0 || d.compareTo(curve.getN()) >= 0) {
            throw Der.nested();
        }
        return curve.getG().multiply(d).getEncoded(false);
    }

    private static X9ECParameters table(Der parameters) throws MalformedException {
        return ECNamedCurveTable.getByOID(ASN1ObjectIdentifier.getInstance(named(parameters)));
    }
}
