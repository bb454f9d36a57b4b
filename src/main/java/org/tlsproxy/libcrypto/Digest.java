package org.tlsproxy.libcrypto;

/** The digests that TLS signs. */
public enum Digest {

    /** TLS 1.0 and 1.1 with RSA: 36 bytes, signed without a DigestInfo. */
    MD5_SHA1("MD5-SHA1", "EVP_md5_sha1", 36),
    SHA1("SHA1", "EVP_sha1", 20),
    SHA256("SHA256", "EVP_sha256", 32),
    SHA384("SHA384", "EVP_sha384", 48),
    SHA512("SHA512", "EVP_sha512", 64);

    final String fetchName;
    final String function;
    final int length;

    Digest(String fetchName, String function, int length) {
        this.fetchName = fetchName;
        this.function = function;
        this.length = length;
    }
}
