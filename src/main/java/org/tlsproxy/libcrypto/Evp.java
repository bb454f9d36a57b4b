package org.tlsproxy.libcrypto;

import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.NativeLibrary.Function;
import org.tlsproxy.posix.OffHeap;

/** The functions of libcrypto that are the same in 1.1.1 and 3.x, and its error queue. */
final class Evp {

    final Function keyFree;
    final Function keyContextFree;
    final Function signInit;
    final Function sign;
    final Function verifyInit;
    final Function verify;
    final Function decryptInit;
    final Function decrypt;
    final Function control;
    final Function deriveInit;
    final Function derive;
    final Function rawPublicKey;
    final Function cipherContextNew;
    final Function cipherContextFree;
    final Function cipherInit;
    final Function cipherUpdate;
    final Function cipherFinal;
    final Function cipherControl;
    private final Function errorGet;
    private final Function errorText;
    private final Function errorClear;

    Evp(NativeLibrary library) {
        keyFree = library.voidFunction("EVP_PKEY_free", "l");
        keyContextFree = library.voidFunction("EVP_PKEY_CTX_free", "l");
        signInit = library.intFunction("EVP_PKEY_sign_init", "l");
        sign = library.intFunction("EVP_PKEY_sign", "lllll");
        verifyInit = library.intFunction("EVP_PKEY_verify_init", "l");
        verify = library.intFunction("EVP_PKEY_verify", "lllll");
        decryptInit = library.intFunction("EVP_PKEY_decrypt_init", "l");
        decrypt = library.intFunction("EVP_PKEY_decrypt", "lllll");
        control = library.intFunction("EVP_PKEY_CTX_ctrl", "liiiil");
        deriveInit = library.intFunction("EVP_PKEY_derive_init", "l");
        derive = library.intFunction("EVP_PKEY_derive", "lll");
        rawPublicKey = library.intFunction("EVP_PKEY_get_raw_public_key", "lll");
        cipherContextNew = library.longFunction("EVP_CIPHER_CTX_new", "");
        cipherContextFree = library.voidFunction("EVP_CIPHER_CTX_free", "l");
        cipherInit = library.intFunction("EVP_CipherInit_ex", "llllli");
        cipherUpdate = library.intFunction("EVP_CipherUpdate", "lllli");
        cipherFinal = library.intFunction("EVP_CipherFinal_ex", "lll");
        cipherControl = library.intFunction("EVP_CIPHER_CTX_ctrl", "liil");
        errorGet = library.longFunction("ERR_get_error", "");
        errorText = library.voidFunction("ERR_error_string_n", "lll");
        errorClear = library.voidFunction("ERR_clear_error", "");
    }

    /** True if a call that answers 1 for success did so. */
    static boolean succeeded(long result) {
        return (int) result > 0;
    }

    /** Forgets the errors of an expected failure, such as a forged signature. */
    void clearErrors() {
        errorClear.call();
    }

    /** The failure of a call that must not fail, with this thread's error queue, which is then empty. */
    LibcryptoException failure(String what) {
        StringBuilder text = new StringBuilder(what);
        long buffer = OffHeap.allocate(256);
        try {
            for (long code = errorGet.call(); code != 0; code = errorGet.call()) {
                errorText.call(code, buffer, 256);
                text.append(": ").append(OffHeap.string(buffer, 256));
            }
        } finally {
            OffHeap.free(buffer);
        }
        return new LibcryptoException(text.toString());
    }

    /** The pointer that a constructor returned. @throws LibcryptoException if it is null */
    long pointer(long result, String what) {
        if (result == 0) {
            throw failure(what);
        }
        return result;
    }

    /** @throws LibcryptoException if the call failed */
    void check(long result, String what) {
        if (!succeeded(result)) {
            throw failure(what);
        }
    }
}
