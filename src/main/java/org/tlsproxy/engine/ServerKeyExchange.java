package org.tlsproxy.engine;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ECCurveType;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;

/**
 * Looks into a ServerKeyExchange (RFC 5246 7.4.3, RFC 8422 5.4) before the library does, to tell what OpenSSL tells apart: a group that
 * is too small, wrong or not offered, and a signature that was not offered. Whatever is cut short is left to the library.
 */
final class ServerKeyExchange {

    private static final int HEADER = 4;
    private static final int TLS12 = 0x0303;
    /** OpenSSL wants 80 bits of security at every level. */
    private static final int MIN_BITS = 1024;
    /** OpenSSL's OPENSSL_DH_MAX_MODULUS_BITS: larger ones only cost time. */
    private static final int MAX_BITS = 10_000;

    private final byte[] message;
    private final PreparedClient.Offer offer;
    private int at = HEADER;
    private boolean cut;

    private ServerKeyExchange(byte[] message, PreparedClient.Offer offer) {
        this.message = message;
        this.offer = offer;
    }

    /** @param message with its header */
    static void check(byte[] message, PreparedClient.Offer offer, int version, int suite) throws Refusal {
        ServerKeyExchange exchange = new ServerKeyExchange(message, offer);
        if (Suites.isDhe(suite)) {
            exchange.finiteField();
        } else if (message.length >= HEADER + 3) {
            exchange.curve();
        }
        if (!Suites.isAnonymous(suite) && version == TLS12 && exchange.at + 2 <= message.length) {
            exchange.scheme(Suites.cipher(suite).name());
        }
    }

    private void finiteField() throws Refusal {
        BigInteger p = number();
        BigInteger g = number();
        BigInteger y = number();
        if (cut) {
            return;
        }
        BigInteger last = p.subtract(BigInteger.ONE);
        boolean sound = p.bitLength() <= MAX_BITS && p.testBit(0) && isBetween(g, last);
        if (sound && p.bitLength() < MIN_BITS) {
            throw Refusal.with(AlertDescription.handshake_failure, Failures.DH_KEY_TOO_SMALL);
        }
        if (!sound || !isBetween(y, last)) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.BAD_DH_VALUE);
        }
    }

    private static boolean isBetween(BigInteger value, BigInteger last) {
        return value.compareTo(BigInteger.ONE) > 0 && value.compareTo(last) < 0;
    }

    private void curve() throws Refusal {
        int group = uint16(at + 1);
        if (message[at] != ECCurveType.named_curve || !Groups.isTls12(group) || !offer.groups().contains(group)) {
            throw Refusal.with(AlertDescription.illegal_parameter, Failures.WRONG_CURVE);
        }
        at += 3;
        at += at < message.length ? 1 + (message[at] & 0xFF) : 0;
    }

    private void scheme(String suite) throws Refusal {
        int signed = uint16(at);
        for (SignatureAndHashAlgorithm scheme : offer.schemes()) {
            if (SignatureScheme.from(scheme) == signed && fits(signed, suite)) {
                return;
            }
        }
        throw Refusal.with(AlertDescription.illegal_parameter, Failures.WRONG_SIGNATURE_TYPE);
    }

    private static boolean fits(int id, String suite) {
        for (Scheme scheme : Scheme.ALL) {
            if (scheme.id() == id) {
                boolean rsa = scheme.key() == KeyChain.Algorithm.RSA || scheme.key() == KeyChain.Algorithm.RSA_PSS;
                boolean dss = scheme.key() == KeyChain.Algorithm.DSA;
                return suite.contains("-DSS-") ? dss : suite.contains("-ECDSA-") ? !rsa && !dss : rsa;
            }
        }
        return false;
    }

    private BigInteger number() {
        if (at + 2 > message.length || at + 2 + uint16(at) > message.length) {
            at = message.length;
            cut = true;
            return BigInteger.ZERO;
        }
        int from = at + 2;
        at = from + uint16(at);
        return new BigInteger(1, Arrays.copyOfRange(message, from, at));
    }

    private int uint16(int index) {
        return (message[index] & 0xFF) << 8 | message[index + 1] & 0xFF;
    }
}
