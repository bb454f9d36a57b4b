package org.tlsproxy.trust;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tlsproxy.trust.Der.MalformedException;

/** A certificate's extensions as far as they decide whether it is believed. */
final class Extensions {

    static final int KEY_CERT_SIGN = 0x04;
    static final int DIGITAL_SIGNATURE = 0x80;
    static final int KEY_ENCIPHERMENT = 0x20;
    static final int KEY_AGREEMENT = 0x08;

    private static final int CONTEXT_3 = 0xa3;
    private static final int BOOLEAN = 1;
    private static final byte[] CE = {0x55, 0x1d};
    private static final byte[] NETSCAPE_TYPE = {0x60, (byte) 0x86, 0x48, 1, (byte) 0x86, (byte) 0xf8, 0x42, 1, 1};
    private static final byte[] PROXY_INFO = {0x2b, 6, 1, 5, 5, 7, 1, 14};
    /** IP address blocks, AS numbers, OCSP no check: OpenSSL knows them, so they may be critical. */
    private static final List<byte[]> KNOWN = List.of(new byte[] {0x2b, 6, 1, 5, 5, 7, 1, 7}, new byte[] {0x2b, 6, 1, 5, 5, 7, 1, 8},
        new byte[] {0x2b, 6, 1, 5, 5, 7, 48, 1, 5});

    private boolean unknownCritical;
    private boolean proxy;
    private boolean constraints;
    private boolean authority;
    private int pathLength = -1;
    private Optional<Integer> keyUsage = Optional.empty();
    private Optional<Integer> netscapeType = Optional.empty();
    private Optional<ExtendedUsage> extendedUsage = Optional.empty();
    private Optional<byte[]> subjectKey = Optional.empty();
    private Optional<AuthorityKey> authorityKey = Optional.empty();
    private List<GeneralName> subjectNames = List.of();
    private Optional<byte[]> nameConstraints = Optional.empty();

    /** @param body TBSCertificate content, at or behind the public key */
    static Extensions read(Der body) throws MalformedException {
        Extensions found = new Extensions();
        while (!body.isEmpty() && body.tag() != CONTEXT_3) {
            body.skip();
        }
        if (!body.isEmpty()) {
            Der list = body.into(CONTEXT_3).into(Der.SEQUENCE);
            while (!list.isEmpty()) {
                found.take(list.into(Der.SEQUENCE));
            }
        }
        return found;
    }

    private void take(Der extension) throws MalformedException {
        byte[] oid = extension.into(Der.OID).rest();
        boolean critical = extension.tag() == BOOLEAN && extension.into(BOOLEAN).rest()[0] != 0;
        byte[] value = extension.into(Der.OCTET_STRING).rest();
        boolean known;
        if (oid.length == CE.length + 1 && Arrays.equals(oid, 0, CE.length, CE, 0, CE.length)) {
            known = standard(oid[CE.length], value);
        } else if (Arrays.equals(oid, NETSCAPE_TYPE)) {
            netscapeType = Optional.of(flags(value));
            known = true;
        } else {
            proxy |= Arrays.equals(oid, PROXY_INFO);
            known = Arrays.equals(oid, PROXY_INFO) || KNOWN.stream().anyMatch(k -> Arrays.equals(k, oid));
        }
        unknownCritical |= critical && !known;
    }

    /** @return whether OpenSSL's verification handles this one */
    private boolean standard(int last, byte[] value) throws MalformedException {
        switch (last) {
            case 14 -> subjectKey = Optional.of(Der.of(value).into(Der.OCTET_STRING).rest());
            case 15 -> keyUsage = Optional.of(flags(value));
            case 17 -> subjectNames = GeneralName.list(Der.of(value).into(Der.SEQUENCE));
            case 19 -> basicConstraints(Der.of(value).into(Der.SEQUENCE));
            case 30 -> nameConstraints = Optional.of(value);
            case 35 -> authorityKey = Optional.of(AuthorityKey.read(value));
            case 37 -> extendedUsage = Optional.of(ExtendedUsage.read(value));
            default -> {
                // CRL distribution points, policies, policy mappings, policy constraints, inhibit any policy: known, not looked at
                return last == 31 || last == 32 || last == 33 || last == 36 || last == 54;
            }
        }
        return true;
    }

    private void basicConstraints(Der fields) throws MalformedException {
        constraints = true;
        authority = fields.tag() == BOOLEAN && fields.into(BOOLEAN).rest()[0] != 0;
        if (fields.tag() == Der.INTEGER) {
            pathLength = fields.integer().min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
        }
    }

    /** The first byte of a BIT STRING: all bits that matter are there, but decipherOnly. */
    private static int flags(byte[] value) throws MalformedException {
        byte[] content = Der.of(value).into(Der.BIT_STRING).rest();
        return content.length < 2 ? 0 : content[1] & 0xff;
    }

    boolean hasUnknownCritical() {
        return unknownCritical;
    }

    boolean isProxy() {
        return proxy;
    }

    boolean hasBasicConstraints() {
        return constraints;
    }

    boolean isAuthority() {
        return authority;
    }

    /** @return -1 if not limited */
    int pathLength() {
        return pathLength;
    }

    boolean hasKeyUsage() {
        return keyUsage.isPresent();
    }

    /** No key usage allows everything. */
    boolean allows(int anyOf) {
        return keyUsage.isEmpty() || (keyUsage.get() & anyOf) != 0;
    }

    Optional<Integer> netscapeType() {
        return netscapeType;
    }

    Optional<ExtendedUsage> extendedUsage() {
        return extendedUsage;
    }

    Optional<byte[]> subjectKey() {
        return subjectKey;
    }

    Optional<AuthorityKey> authorityKey() {
        return authorityKey;
    }

    List<GeneralName> subjectNames() {
        return subjectNames;
    }

    Optional<byte[]> nameConstraints() {
        return nameConstraints;
    }

    /** What TLS certificates may be used for. @param client clientAuth, @param server serverAuth, or the step-up of old browsers */
    record ExtendedUsage(boolean client, boolean server) {

        private static final byte[] PURPOSE = {0x2b, 6, 1, 5, 5, 7, 3};
        private static final byte[] MICROSOFT_SGC = {0x2b, 6, 1, 4, 1, (byte) 0x82, 0x37, 10, 3, 3};
        private static final byte[] NETSCAPE_SGC = {0x60, (byte) 0x86, 0x48, 1, (byte) 0x86, (byte) 0xf8, 0x42, 4, 1};

        static ExtendedUsage read(byte[] value) throws MalformedException {
            Der list = Der.of(value).into(Der.SEQUENCE);
            boolean client = false;
            boolean server = false;
            while (!list.isEmpty()) {
                byte[] oid = list.into(Der.OID).rest();
                boolean tls = oid.length == PURPOSE.length + 1 && Arrays.equals(oid, 0, PURPOSE.length, PURPOSE, 0, PURPOSE.length);
                server |= tls && oid[PURPOSE.length] == 1 || Arrays.equals(oid, MICROSOFT_SGC) || Arrays.equals(oid, NETSCAPE_SGC);
                client |= tls && oid[PURPOSE.length] == 2;
            }
            return new ExtendedUsage(client, server);
        }
    }

    /** Which key of the issuer's signed. All parts are optional. */
    record AuthorityKey(Optional<byte[]> key, Optional<CanonicalName> issuer, Optional<byte[]> serial) {

        private static final int KEY = 0x80;
        private static final int ISSUER = 0xa1;
        private static final int SERIAL = 0x82;

        static AuthorityKey read(byte[] value) throws MalformedException {
            Der fields = Der.of(value).into(Der.SEQUENCE);
            Optional<byte[]> key = fields.tag() == KEY ? Optional.of(fields.into(KEY).rest()) : Optional.empty();
            Optional<CanonicalName> issuer = Optional.empty();
            if (fields.tag() == ISSUER) {
                for (GeneralName name : GeneralName.list(fields.into(ISSUER))) {
                    if (issuer.isEmpty() && name.kind() == GeneralName.DIRECTORY) {
                        issuer = Optional.of(CanonicalName.of(name.value()));
                    }
                }
            }
            Optional<byte[]> serial = fields.tag() == SERIAL ? Optional.of(fields.into(SERIAL).rest()) : Optional.empty();
            return new AuthorityKey(key, issuer, serial);
        }
    }
}
