package org.tlsproxy.trust;

/** OpenSSL 3's verification errors by number. */
public final class VerifyError {

    public static final int OK = 0;
    public static final int UNSPECIFIED = 1;
    /** A trusted intermediate's issuer is not trusted. */
    public static final int UNABLE_TO_GET_ISSUER = 2;
    public static final int UNABLE_TO_DECODE_ISSUER_KEY = 6;
    public static final int SIGNATURE_FAILURE = 7;
    public static final int NOT_YET_VALID = 9;
    public static final int EXPIRED = 10;
    public static final int SELF_SIGNED_LEAF = 18;
    public static final int SELF_SIGNED_IN_CHAIN = 19;
    public static final int UNABLE_TO_GET_ISSUER_LOCALLY = 20;
    public static final int UNABLE_TO_VERIFY_LEAF = 21;
    public static final int CHAIN_TOO_LONG = 22;
    public static final int PATH_LENGTH_EXCEEDED = 25;
    public static final int INVALID_PURPOSE = 26;
    /** What an administrator or a TLSA record trusts is something else. */
    public static final int UNTRUSTED = 27;
    public static final int KEY_USAGE_NO_CERTSIGN = 32;
    public static final int UNHANDLED_CRITICAL_EXTENSION = 34;
    public static final int PROXY_NOT_ALLOWED = 40;
    public static final int PERMITTED_SUBTREE = 47;
    public static final int EXCLUDED_SUBTREE = 48;
    public static final int UNSUPPORTED_CONSTRAINT_TYPE = 51;
    public static final int UNSUPPORTED_CONSTRAINT_SYNTAX = 52;
    public static final int UNSUPPORTED_NAME_SYNTAX = 53;
    public static final int HOSTNAME_MISMATCH = 62;
    public static final int ADDRESS_MISMATCH = 64;
    /** No TLSA record is true of any certificate. */
    public static final int NO_TLSA_MATCH = 65;
    public static final int LEAF_KEY_TOO_SMALL = 66;
    public static final int CA_KEY_TOO_SMALL = 67;
    public static final int CA_DIGEST_TOO_WEAK = 68;
    /** 24 up to OpenSSL 1.1.1. */
    public static final int INVALID_CA = 79;
    public static final int EXPLICIT_CURVE = 94;

    /** OpenSSL 3.2 and later: a raw public key, and nothing to judge it by. */
    public static final int RAW_KEY_UNTRUSTED = 95;

    private VerifyError() { }
}
