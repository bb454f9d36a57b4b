package org.tlsproxy.libcrypto;

import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.NativeLibrary.Function;
import org.tlsproxy.posix.OffHeap;

/** OpenSSL 1.1.1 (Debian 11, RHEL 8): one global context, functions by their older names, which 3.x still exports. */
final class Dialect11 implements Dialect {

    private static final int NID_P256 = 415;
    private static final int NID_X25519 = 1034;

    private final NativeLibrary library;
    private final Function contextFromKey;
    private final Function rawPrivate;
    private final Function rawPublic;
    private final Function setPeer;
    private final Function decodePrivate;
    private final Function decodePublic;

    Dialect11(NativeLibrary library) {
        this.library = library;
        contextFromKey = library.longFunction("EVP_PKEY_CTX_new", "ll");
        rawPrivate = library.longFunction("EVP_PKEY_new_raw_private_key", "illl");
        rawPublic = library.longFunction("EVP_PKEY_new_raw_public_key", "illl");
        setPeer = library.intFunction("EVP_PKEY_derive_set_peer", "ll");
        decodePrivate = library.longFunction("d2i_AutoPrivateKey", "lll");
        decodePublic = library.longFunction("d2i_PUBKEY", "lll");
    }

    @Override
    public long keyContext(long key) {
        return contextFromKey.call(key, 0);
    }

    @Override
    public long x25519Private(long raw) {
        return rawPrivate.call(NID_X25519, 0, raw, X25519.SIZE);
    }

    @Override
    public long x25519Pair(long raw, Scratch scratch) {
        return x25519Private(raw);
    }

    @Override
    public long x25519Public(long raw, Scratch scratch) {
        return rawPublic.call(NID_X25519, 0, raw, X25519.SIZE);
    }

    @Override
    public long setPeer(long context, long peer) {
        return setPeer.call(context, peer);
    }

    @Override
    public long privateKey(long pointer, long length) {
        return decodePrivate.call(0, pointer, length);
    }

    @Override
    public long publicKey(PublicKeyBytes key, Scratch scratch) {
        scratch.in(key.spki());
        OffHeap.putLong(scratch.result, scratch.in);
        return decodePublic.call(0, scratch.result, key.spki().length);
    }

    @Override
    public long digest(Digest digest) {
        return library.longFunction(digest.function, "").call();
    }

    @Override
    public long chaCha20Poly1305() {
        return library.longFunction("EVP_chacha20_poly1305", "").call();
    }

    @Override
    public long p256() {
        return library.longFunction("EC_GROUP_new_by_curve_name", "i").call(NID_P256);
    }
}
