package org.tlsproxy.libcrypto;

import java.util.Optional;
import org.tlsproxy.posix.OffHeap;

/** One thread's libcrypto: its scratch memory and contexts. Not safe for use by several threads; nothing is shared but the library. */
public final class Primitives implements AutoCloseable {

    private final Libcrypto libcrypto;
    private final Scratch scratch = new Scratch();
    private final X25519 x25519;
    private final P256 p256;
    private final ChaChaPoly chaChaPoly;

    Primitives(Libcrypto libcrypto) {
        this.libcrypto = libcrypto;
        x25519 = new X25519(libcrypto, scratch);
        p256 = new P256(libcrypto, scratch);
        chaChaPoly = new ChaChaPoly(libcrypto, scratch);
    }

    /** The library that calculates. */
    public Libcrypto library() {
        return libcrypto;
    }

    /** Key agreement on Curve25519. */
    public X25519 x25519() {
        return x25519;
    }

    /** Key agreement on P-256. */
    public P256 p256() {
        return p256;
    }

    /** The AEAD of RFC 8439. */
    public ChaChaPoly chaChaPoly() {
        return chaChaPoly;
    }

    /**
     * A private key; the caller closes it.
     *
     * @param pkcs8 DER; not kept, and its native copy is wiped
     * @throws LibcryptoException if libcrypto cannot use the key
     */
    public NativeKey privateKey(byte[] pkcs8) {
        long copy = OffHeap.allocate(pkcs8.length + 8L);
        try {
            OffHeap.put(copy + 8, pkcs8, 0, pkcs8.length);
            OffHeap.putLong(copy, copy + 8);
            return new NativeKey(libcrypto, libcrypto.dialect.privateKey(copy, pkcs8.length));
        } finally {
            OffHeap.wipe(copy, pkcs8.length + 8L);
            OffHeap.free(copy);
        }
    }

    /** A peer's key, or empty if libcrypto refuses it, such as a point off the curve. The caller closes it. */
    public Optional<NativeKey> publicKey(PublicKeyBytes bytes) {
        if (tooLong(bytes)) {
            return Optional.empty();
        }
        long address = libcrypto.dialect.publicKey(bytes, scratch);
        if (address == 0) {
            libcrypto.evp.clearErrors();
            return Optional.empty();
        }
        return Optional.of(new NativeKey(libcrypto, address));
    }

    private static boolean tooLong(PublicKeyBytes bytes) {
        boolean tooLong = bytes.spki().length > Scratch.AREA;
        if (bytes instanceof PublicKeyBytes.Rsa rsa) {
            return tooLong || rsa.modulus().length > Scratch.RSA_MAX || rsa.exponent().length > Scratch.RSA_MAX;
        }
        return tooLong || ((PublicKeyBytes.P256Point) bytes).point().length != P256.POINT_SIZE;
    }

    /** Signing with the key, initialised once. @throws LibcryptoException if key and form do not fit or policy forbids the form */
    public KeyOperation signing(NativeKey key, SignatureForm form) {
        return KeyOperation.signing(libcrypto, scratch, key, form);
    }

    /** Verifying with the key, initialised once. @throws LibcryptoException as {@link #signing} */
    public KeyOperation verifying(NativeKey key, SignatureForm form) {
        return KeyOperation.verifying(libcrypto, scratch, key, form);
    }

    /** Raw RSA with the private key, without padding, for static RSA key exchange. @throws LibcryptoException if it is no RSA key */
    public KeyOperation rawRsa(NativeKey key) {
        return KeyOperation.rawRsa(libcrypto, scratch, key);
    }

    @Override
    public void close() {
        p256.close();
        chaChaPoly.close();
        scratch.close();
    }
}
