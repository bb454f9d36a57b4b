package org.tlsproxy.libcrypto;

/** A key inside libcrypto. Immutable there; freed by {@link #close()}, which may be called twice. */
public final class NativeKey implements AutoCloseable {

    private final Libcrypto libcrypto;
    private long address;

    NativeKey(Libcrypto libcrypto, long address) {
        this.libcrypto = libcrypto;
        this.address = libcrypto.evp.pointer(address, "key");
        libcrypto.born();
    }

    /** The {@code EVP_PKEY}. @throws LibcryptoException after {@link #close()} */
    long address() {
        if (address == 0) {
            throw new LibcryptoException("key was freed");
        }
        return address;
    }

    @Override
    public void close() {
        if (address != 0) {
            libcrypto.evp.keyFree.call(address);
            address = 0;
            libcrypto.freed();
        }
    }
}
