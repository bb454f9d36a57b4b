package org.tlsproxy.libcrypto;

import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.NativeLibrary.Function;
import org.tlsproxy.posix.OffHeap;

/**
 * OpenSSL 3.x, in a library context of our own: no openssl.cnf changes what it does ({@code default_properties = fips=yes} there would
 * break every fetch).
 */
final class Dialect3 implements Dialect {

    private static final int NID_P256 = 415;
    private static final int SELECT_PUBLIC = 0x86;
    private static final int SELECT_PAIR = 0x87;

    private final NativeLibrary library;
    private final Evp evp;
    private final long context;
    private final Function contextFromKey;
    private final Function contextFromName;
    private final Function rawPrivate;
    private final Function setPeer;
    private final Function decodePrivate;
    private final Function fromDataInit;
    private final Function fromData;
    private final long x25519Name = OffHeap.cString("X25519");
    private final long rsaName = OffHeap.cString("RSA");
    private final long ecName = OffHeap.cString("EC");
    private final long curve = OffHeap.cString("P-256");
    private final long group = OffHeap.cString("group");
    private final long pub = OffHeap.cString("pub");
    private final long priv = OffHeap.cString("priv");
    private final long n = OffHeap.cString("n");
    private final long e = OffHeap.cString("e");
    private long x25519Maker;

    Dialect3(NativeLibrary library, Evp evp) {
        this.library = library;
        this.evp = evp;
        contextFromKey = library.longFunction("EVP_PKEY_CTX_new_from_pkey", "lll");
        contextFromName = library.longFunction("EVP_PKEY_CTX_new_from_name", "lll");
        rawPrivate = library.longFunction("EVP_PKEY_new_raw_private_key_ex", "lllll");
        setPeer = library.intFunction("EVP_PKEY_derive_set_peer_ex", "lli");
        decodePrivate = library.longFunction("d2i_AutoPrivateKey_ex", "lllll");
        fromDataInit = library.intFunction("EVP_PKEY_fromdata_init", "l");
        fromData = library.intFunction("EVP_PKEY_fromdata", "llil");
        context = evp.pointer(library.longFunction("OSSL_LIB_CTX_new", "").call(), "OSSL_LIB_CTX_new");
        loadDefaultProvider();
    }

    private void loadDefaultProvider() {
        long name = OffHeap.cString("default");
        try {
            evp.pointer(library.longFunction("OSSL_PROVIDER_load", "ll").call(context, name), "OSSL_PROVIDER_load");
        } finally {
            OffHeap.free(name);
        }
    }

    @Override
    public long keyContext(long key) {
        return contextFromKey.call(context, key, 0);
    }

    @Override
    public long x25519Private(long raw) {
        return rawPrivate.call(context, x25519Name, 0, raw, X25519.SIZE);
    }

    @Override
    public long x25519Pair(long raw, Scratch scratch) {
        long parameters = new Parameters(scratch.parameters)
            .octets(priv, raw, X25519.SIZE).octets(pub, raw + X25519.SIZE, X25519.SIZE).end();
        return x25519(SELECT_PAIR, parameters, scratch);
    }

    /** Half as long as EVP_PKEY_new_raw_public_key_ex, which makes a context each time. */
    @Override
    public long x25519Public(long raw, Scratch scratch) {
        return x25519(SELECT_PUBLIC, new Parameters(scratch.parameters).octets(pub, raw, X25519.SIZE).end(), scratch);
    }

    /** The context keeps nothing of the keys that it makes; it is as old as the first of them. */
    private long x25519(int selection, long parameters, Scratch scratch) {
        if (x25519Maker == 0) {
            x25519Maker = maker(x25519Name);
        }
        return x25519Maker == 0 ? 0 : make(x25519Maker, selection, parameters, scratch);
    }

    /** Does not validate the peer's key: every 32 bytes are an X25519 key, and the all-zero secret is refused afterwards. */
    @Override
    public long setPeer(long keyContext, long peer) {
        return setPeer.call(keyContext, peer, 0);
    }

    @Override
    public long privateKey(long pointer, long length) {
        return decodePrivate.call(0, pointer, length, context, 0);
    }

    /** By fromdata: 15 µs (EC) and 2.5 µs (RSA) where d2i_PUBKEY takes 110 µs on 3.0. */
    @Override
    public long publicKey(PublicKeyBytes key, Scratch scratch) {
        Parameters parameters = new Parameters(scratch.parameters);
        if (key instanceof PublicKeyBytes.Rsa rsa) {
            parameters.number(n, rsa.modulus(), scratch.in).number(e, rsa.exponent(), scratch.out);
            return fromData(rsaName, SELECT_PUBLIC, parameters.end(), scratch);
        }
        byte[] point = ((PublicKeyBytes.P256Point) key).point();
        scratch.in(point);
        parameters.text(group, curve, 5).octets(pub, scratch.in, point.length);
        return fromData(ecName, SELECT_PUBLIC, parameters.end(), scratch);
    }

    private long fromData(long type, int selection, long parameters, Scratch scratch) {
        long maker = maker(type);
        if (maker == 0) {
            return 0;
        }
        try {
            return make(maker, selection, parameters, scratch);
        } finally {
            evp.keyContextFree.call(maker);
        }
    }

    /** A context that makes keys of a type from their parts, or 0. */
    private long maker(long type) {
        long maker = contextFromName.call(context, type, 0);
        if (maker != 0 && !Evp.succeeded(fromDataInit.call(maker))) {
            evp.keyContextFree.call(maker);
            return 0;
        }
        return maker;
    }

    private long make(long maker, int selection, long parameters, Scratch scratch) {
        OffHeap.putLong(scratch.result, 0);
        return Evp.succeeded(fromData.call(maker, scratch.result, selection, parameters)) ? OffHeap.getLong(scratch.result) : 0;
    }

    @Override
    public long digest(Digest digest) {
        return fetch("EVP_MD_fetch", digest.fetchName);
    }

    @Override
    public long chaCha20Poly1305() {
        return fetch("EVP_CIPHER_fetch", "ChaCha20-Poly1305");
    }

    private long fetch(String function, String algorithm) {
        long name = OffHeap.cString(algorithm);
        try {
            return library.longFunction(function, "lll").call(context, name, 0);
        } finally {
            OffHeap.free(name);
        }
    }

    @Override
    public long p256() {
        return library.longFunction("EC_GROUP_new_by_curve_name_ex", "lli").call(context, 0, NID_P256);
    }
}
