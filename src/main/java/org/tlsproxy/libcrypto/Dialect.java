package org.tlsproxy.libcrypto;

/** What OpenSSL 1.1.1 and 3.x do by different functions. Everything here takes and returns native addresses; 0 means failure. */
interface Dialect {

    /** An {@code EVP_PKEY_CTX} for operations with the key. */
    long keyContext(long key);

    /** An {@code EVP_PKEY} from a raw X25519 private key, whose public key is computed. */
    long x25519Private(long raw);

    /** An {@code EVP_PKEY} from a raw X25519 key pair, private key first: 3.x need not compute the public key again. */
    long x25519Pair(long raw, Scratch scratch);

    /** An {@code EVP_PKEY} from a raw X25519 public key. */
    long x25519Public(long raw, Scratch scratch);

    /** Sets a peer's key for {@code EVP_PKEY_derive}. */
    long setPeer(long context, long peer);

    /** An {@code EVP_PKEY} from PKCS#8 DER; {@code pointer} holds the address of the first byte. */
    long privateKey(long pointer, long length);

    /** An {@code EVP_PKEY} from a public key. */
    long publicKey(PublicKeyBytes key, Scratch scratch);

    /** The {@code EVP_MD}, valid as long as the library. */
    long digest(Digest digest);

    /** ChaCha20-Poly1305 as {@code EVP_CIPHER}, valid as long as the library. */
    long chaCha20Poly1305();

    /** The curve P-256 as {@code EC_GROUP}, valid as long as the library. */
    long p256();
}
