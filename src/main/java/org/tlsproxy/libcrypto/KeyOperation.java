package org.tlsproxy.libcrypto;

import org.tlsproxy.libcrypto.SignatureForm.Padding;
import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.OffHeap;

/**
 * One operation with one key, prepared once: setting it up costs as much as an ECDSA signature. It refers to its key inside libcrypto by
 * count, so that either may be closed first. Belongs to the thread that made it.
 */
public final class KeyOperation implements AutoCloseable {

    private static final int PKCS1_PADDING = 1;
    private static final int NO_PADDING = 3;
    private static final int PSS_PADDING = 6;
    private static final int CTRL_MD = 1;
    private static final int CTRL_RSA_PADDING = 0x1001;
    private static final int CTRL_RSA_PSS_SALTLEN = 0x1002;
    private static final int CTRL_RSA_MGF1_MD = 0x1005;

    private final Libcrypto libcrypto;
    private final Evp evp;
    private final Scratch scratch;
    private long context;

    private KeyOperation(Libcrypto libcrypto, Scratch scratch, NativeKey key) {
        this.libcrypto = libcrypto;
        this.scratch = scratch;
        evp = libcrypto.evp;
        context = evp.pointer(libcrypto.dialect.keyContext(key.address()), "key context");
        libcrypto.born();
    }

    static KeyOperation signing(Libcrypto libcrypto, Scratch scratch, NativeKey key, SignatureForm form) {
        return new KeyOperation(libcrypto, scratch, key).begun(libcrypto.evp.signInit, form);
    }

    static KeyOperation verifying(Libcrypto libcrypto, Scratch scratch, NativeKey key, SignatureForm form) {
        return new KeyOperation(libcrypto, scratch, key).begun(libcrypto.evp.verifyInit, form);
    }

    private KeyOperation begun(NativeLibrary.Function init, SignatureForm form) {
        try {
            evp.check(init.call(context), "init");
            set(form);
            return this;
        } catch (LibcryptoException e) {
            close();
            throw e;
        }
    }

    static KeyOperation rawRsa(Libcrypto libcrypto, Scratch scratch, NativeKey key) {
        KeyOperation operation = new KeyOperation(libcrypto, scratch, key);
        try {
            operation.evp.check(operation.evp.decryptInit.call(operation.context), "init");
            operation.control(CTRL_RSA_PADDING, NO_PADDING, 0);
            return operation;
        } catch (LibcryptoException e) {
            operation.close();
            throw e;
        }
    }

    /** ECDSA gets no digest: TLS 1.2 signs any digest with any curve, and a digest set here must have its exact length. */
    private void set(SignatureForm form) {
        if (form.padding() == Padding.ECDSA) {
            return;
        }
        long digest = libcrypto.digest(form.digest());
        boolean pss = form.padding() == Padding.RSA_PSS;
        control(CTRL_RSA_PADDING, pss ? PSS_PADDING : PKCS1_PADDING, 0);
        control(CTRL_MD, 0, digest);
        if (pss) {
            control(CTRL_RSA_PSS_SALTLEN, form.digest().length, 0);
            control(CTRL_RSA_MGF1_MD, 0, digest);
        }
    }

    private void control(int command, int number, long pointer) {
        evp.check(evp.control.call(context, -1, -1, command, number, pointer), "EVP_PKEY_CTX_ctrl");
    }

    /** @return the signature of a digest. @throws LibcryptoException if libcrypto fails */
    public byte[] sign(byte[] digest) {
        scratch.in(digest);
        scratch.length(Scratch.AREA);
        evp.check(evp.sign.call(open(), scratch.out, scratch.result, scratch.in, digest.length), "sign");
        return scratch.takeOut(scratch.length());
    }

    /** @return whether the signature of the digest is good; a malformed one is not */
    public boolean verify(byte[] signature, byte[] digest) {
        if (signature.length > Scratch.AREA || digest.length > Scratch.AREA) {
            return false;
        }
        scratch.in(signature);
        OffHeap.put(scratch.out, digest, 0, digest.length);
        boolean good = (int) evp.verify.call(open(), scratch.in, signature.length, scratch.out, digest.length) == 1;
        if (!good) {
            evp.clearErrors();
        }
        return good;
    }

    /** @return the raw result, as long as the modulus; empty if libcrypto refuses the input (not smaller than the modulus) */
    public byte[] decrypt(byte[] block) {
        if (block.length > Scratch.RSA_MAX) {
            return new byte[0];
        }
        scratch.in(block);
        scratch.length(Scratch.AREA);
        if (!Evp.succeeded(evp.decrypt.call(open(), scratch.out, scratch.result, scratch.in, block.length))) {
            evp.clearErrors();
            return new byte[0];
        }
        return scratch.takeOut(scratch.length());
    }

    private long open() {
        if (context == 0) {
            throw new LibcryptoException("operation was freed");
        }
        return context;
    }

    @Override
    public void close() {
        if (context != 0) {
            evp.keyContextFree.call(context);
            context = 0;
            libcrypto.freed();
        }
    }
}
