package org.tlsproxy.crypto;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.libcrypto.KeyOperation;
import org.tlsproxy.libcrypto.LibcryptoException;
import org.tlsproxy.libcrypto.NativeKey;
import org.tlsproxy.libcrypto.Primitives;
import org.tlsproxy.libcrypto.SignatureForm;

/**
 * A native key and what has been prepared for it. A form that libcrypto refuses (RHEL forbids SHA-1 signatures) is remembered as refused
 * and left to Bouncy Castle. After {@link #close()} every form is refused.
 */
final class KeyOperations implements AutoCloseable {

    private final Primitives primitives;
    private final NativeKey key;
    private final boolean signing;
    /** By {@link SignatureForm#index()}; null: not asked yet. */
    private final List<Optional<KeyOperation>> prepared = new ArrayList<>(Collections.nCopies(SignatureForm.COUNT, null));
    private Optional<KeyOperation> rawRsa = Optional.empty();
    private boolean closed;

    /** @param key owned by this object from now on, @param signing or verifying */
    KeyOperations(Primitives primitives, NativeKey key, boolean signing) {
        this.primitives = primitives;
        this.key = key;
        this.signing = signing;
    }

    Optional<KeyOperation> operation(SignatureForm form) {
        if (closed) {
            return Optional.empty();
        }
        Optional<KeyOperation> known = prepared.get(form.index());
        if (known == null) {
            known = prepare(form);
            prepared.set(form.index(), known);
        }
        return known;
    }

    private Optional<KeyOperation> prepare(SignatureForm form) {
        try {
            return Optional.of(signing ? primitives.signing(key, form) : primitives.verifying(key, form));
        } catch (LibcryptoException e) {
            // Refused by this machine's policy or build: Bouncy Castle does it.
            return Optional.empty();
        }
    }

    /** Raw RSA with the private key. */
    Optional<KeyOperation> rawRsa() {
        if (closed || rawRsa.isPresent()) {
            return rawRsa;
        }
        try {
            rawRsa = Optional.of(primitives.rawRsa(key));
        } catch (LibcryptoException e) {
            // No RSA key for encryption (RSA-PSS): Bouncy Castle decides.
            rawRsa = Optional.empty();
        }
        return rawRsa;
    }

    @Override
    public void close() {
        closed = true;
        for (Optional<KeyOperation> operation : prepared) {
            if (operation != null && operation.isPresent()) {
                operation.get().close();
            }
        }
        prepared.clear();
        if (rawRsa.isPresent()) {
            rawRsa.get().close();
            rawRsa = Optional.empty();
        }
        key.close();
    }
}
