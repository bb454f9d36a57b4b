package org.tlsproxy.log;

/** Postfix's words for a peer's certificate: what it says, why it was not believed. Severity info throughout. */
public final class VerificationMessages {

    private static final int NAME_LIMIT = 255;
    private static final String FAILED = "certificate verification failed for ";

    private VerificationMessages() { }

    /** Server role, verbose; without peer. @param subject {@code /O=…/CN=…} */
    public static String subject(String subject) {
        return "subject=" + cut(subject);
    }

    /** Server role, verbose; without peer. */
    public static String issuer(String issuer) {
        return "issuer=" + cut(issuer);
    }

    private static String cut(String name) {
        return name.length() <= NAME_LIMIT ? name : name.substring(0, NAME_LIMIT);
    }

    /** Server role up to 3.8: every part is written, also when empty. */
    public static String serverIdentity38(String peer, PeerIdentity id) {
        return peer + ": subject_CN=" + id.subject() + ", issuer=" + id.issuer() + ", fingerprint=" + id.certificate()
            + ", pkey_fingerprint=" + id.publicKey();
    }

    /** Client role up to 3.8, likewise. @param namaddr as received */
    public static String clientIdentity38(String namaddr, PeerIdentity id) {
        return namaddr + ": subject_CN=" + id.subject() + ", issuer_CN=" + id.issuer() + ", fingerprint=" + id.certificate()
            + ", pkey_fingerprint=" + id.publicKey();
    }

    /** Both roles since 3.9. Parts that are empty are omitted. */
    public static String identity39(String peer, PeerIdentity id) {
        StringBuilder line = new StringBuilder(256).append(peer).append(':');
        int start = line.length();
        part(line, start, " subject_CN=", id.subject());
        part(line, start, " issuer=", id.issuer());
        part(line, start, " cert fingerprint=", id.certificate());
        part(line, start, " pkey fingerprint=", id.publicKey());
        return line.toString();
    }

    private static void part(StringBuilder line, int start, String label, String value) {
        if (!value.isEmpty()) {
            line.append(line.length() == start ? "" : ",").append(label).append(value);
        }
    }

    /** RFC 7250 peer, 3.9 and later. */
    public static String rawKeyIdentity(String remote, String fingerprint) {
        return remote + ": raw public key fingerprint=" + fingerprint;
    }

    public static String resumedUntrusted(String remote) {
        return remote + ": re-using session with untrusted certificate, look for details earlier in the log";
    }

    /** Client role with a certificate, 3.9 and later; a raw public key keeps {@link #resumedUntrusted}. */
    public static String resumedUntrusted39(String remote) {
        return remote + ": re-using session with untrusted peer credential, look for details earlier in the log";
    }

    // Why a chain was not believed. purpose is "CA" above depth 0, else "client" (server role) or "server" (client role).

    /** 3.10 and later. */
    public static String externalPolicy(String peer, String type) {
        return FAILED + peer + ": external policy failure (" + type + ")";
    }

    public static String notTrusted(String peer) {
        return FAILED + peer + ": not trusted by local or TLSA policy";
    }

    public static String selfSigned(String peer) {
        return FAILED + peer + ": self-signed certificate";
    }

    /** @param issuer of the failing certificate, {@code /O=…/CN=…}; empty if there is none */
    public static String untrustedIssuer(String peer, String issuer) {
        return FAILED + peer + ": untrusted issuer " + (issuer.isEmpty() ? "<unknown>" : issuer);
    }

    public static String notYetValid(String purpose, String peer) {
        return purpose + " " + FAILED + peer + ": certificate not yet valid";
    }

    public static String expired(String purpose, String peer) {
        return purpose + " " + FAILED + peer + ": certificate has expired";
    }

    public static String wrongPurpose(String peer, String purpose) {
        return FAILED + peer + ": not designated for use as a " + purpose + " certificate";
    }

    /** @param failingDepth depth of the certificate that was one too many */
    public static String chainTooLong(String peer, int failingDepth) {
        return FAILED + peer + ": certificate chain longer than limit(" + (failingDepth - 1) + ")";
    }

    /** Any other of OpenSSL's verification errors. */
    public static String otherFailure(String purpose, String peer, int code) {
        return purpose + " " + FAILED + peer + ": num=" + code + ":" + reason(code);
    }

    /** OpenSSL 3.0's text of a verification error. */
    static String reason(int code) {
        return switch (code) {
            case 1 -> "unspecified certificate verification error";
            case 2 -> "unable to get issuer certificate";
            case 6 -> "unable to decode issuer public key";
            case 7 -> "certificate signature failure";
            case 21 -> "unable to verify the first certificate";
            case 23 -> "certificate revoked";
            case 25 -> "path length constraint exceeded";
            case 28 -> "certificate rejected";
            case 32 -> "key usage does not include certificate signing";
            case 34 -> "unhandled critical extension";
            case 40 -> "proxy certificates not allowed, please set the appropriate flag";
            case 47 -> "permitted subtree violation";
            case 48 -> "excluded subtree violation";
            case 51 -> "unsupported name constraint type";
            case 52 -> "unsupported or invalid name constraint syntax";
            case 53 -> "unsupported or invalid name syntax";
            case 62 -> "hostname mismatch";
            case 64 -> "IP address mismatch";
            case 65 -> "no matching DANE TLSA records";
            case 66 -> "EE certificate key too weak";
            case 67 -> "CA certificate key too weak";
            case 68 -> "CA signature digest algorithm too weak";
            case 76 -> "Cannot find certificate signature algorithm";
            case 77 -> "subject signature algorithm and issuer public key algorithm mismatch";
            case 79 -> "invalid CA certificate";
            case 94 -> "Certificate public key has explicit ECC parameters";
            default -> "error number " + code;
        };
    }
}
