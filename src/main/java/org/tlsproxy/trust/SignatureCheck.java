package org.tlsproxy.trust;

import org.tlsproxy.trust.ParsedCertificate.Signed;

/** Tells whether a certificate is signed with a key. */
interface SignatureCheck {

    /** @param publicKeyInfo of the supposed issuer. @return false also for malformed signatures and keys; never throws */
    boolean verify(Signed signed, byte[] publicKeyInfo);
}
