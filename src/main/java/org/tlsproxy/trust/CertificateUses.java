package org.tlsproxy.trust;

import org.tlsproxy.trust.Extensions.ExtendedUsage;

/** What a certificate may be used for, by its extensions, in OpenSSL's reading. */
final class CertificateUses {

    private static final int NETSCAPE_CLIENT = 0x80;
    private static final int NETSCAPE_SERVER = 0x40;
    private static final int NETSCAPE_TLS_CA = 0x04;
    private static final int NETSCAPE_ANY_CA = 0x07;

    private CertificateUses() { }

    /** How much of an authority a certificate is. */
    enum Authority { NO, YES, OLD_ROOT, BY_KEY_USAGE, BY_NETSCAPE_TYPE }

    static Authority authority(ParsedCertificate certificate) {
        Extensions extensions = certificate.extensions();
        if (!extensions.allows(Extensions.KEY_CERT_SIGN)) {
            return Authority.NO;
        }
        if (extensions.hasBasicConstraints()) {
            return extensions.isAuthority() ? Authority.YES : Authority.NO;
        }
        if (certificate.isVersionOne() && certificate.isSelfSigned()) {
            return Authority.OLD_ROOT;
        }
        if (extensions.hasKeyUsage()) {
            return Authority.BY_KEY_USAGE;
        }
        return extensions.netscapeType().isPresent() && (extensions.netscapeType().get() & NETSCAPE_ANY_CA) != 0
            ? Authority.BY_NETSCAPE_TYPE : Authority.NO;
    }

    static boolean fits(ParsedCertificate certificate, Purpose purpose, boolean asAuthority) {
        Extensions extensions = certificate.extensions();
        boolean client = purpose == Purpose.CLIENT;
        if (extensions.extendedUsage().isPresent()) {
            ExtendedUsage usage = extensions.extendedUsage().get();
            if (!(client ? usage.client() : usage.server())) {
                return false;
            }
        }
        if (asAuthority) {
            Authority authority = authority(certificate);
            return authority != Authority.NO && (authority != Authority.BY_NETSCAPE_TYPE || netscape(extensions, NETSCAPE_TLS_CA));
        }
        int keyUses = Extensions.DIGITAL_SIGNATURE | Extensions.KEY_AGREEMENT | (client ? 0 : Extensions.KEY_ENCIPHERMENT);
        return extensions.allows(keyUses) && netscape(extensions, client ? NETSCAPE_CLIENT : NETSCAPE_SERVER);
    }

    private static boolean netscape(Extensions extensions, int wanted) {
        return extensions.netscapeType().isEmpty() || (extensions.netscapeType().get() & wanted) != 0;
    }
}
