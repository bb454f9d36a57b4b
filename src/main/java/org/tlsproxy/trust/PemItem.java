package org.tlsproxy.trust;

import java.util.Arrays;
import java.util.Optional;

/** What a PEM file has next. */
sealed interface PemItem {

    /**
     * An object.
     *
     * @param label     what stands behind {@code BEGIN}
     * @param number    counts all objects of the file, from 1
     * @param encrypted whether its header says so (RFC 1421)
     * @param der       the decoded body; the receiver's
     */
    record PemObject(String label, int number, boolean encrypted, byte[] der) implements PemItem {

        boolean isCertificate() {
            return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
        }

        boolean isKey() {
            return label.equals("PRIVATE KEY") || label.equals("RSA PRIVATE KEY") || label.equals("EC PRIVATE KEY")
                || label.equals("DSA PRIVATE KEY");
        }

        boolean isEncryptedKey() {
            return label.equals("ENCRYPTED PRIVATE KEY") || encrypted && isKey();
        }

        void wipe() {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** Nothing more. */
    record End() implements PemItem { }

    /**
     * The file is damaged here; OpenSSL does not look further.
     *
     * @param problem empty where OpenSSL gives no reason: an object without body
     */
    record Broken(Optional<Problem.Library> problem) implements PemItem { }
}
