package org.tlsproxy.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tlsproxy.trust.Der.MalformedException;

/** Holds certificates to the names that the authorities above them may vouch for (RFC 5280 4.2.1.10), in OpenSSL's reading. */
final class NameConstraints {

    private static final int PERMITTED = 0xa0;
    private static final int EXCLUDED = 0xa1;
    /** A peer may send both long lists; OpenSSL stops at a million, which here would hold up all sessions. */
    private static final int MOST_COMPARISONS = 1 << 16;
    private static final byte[] EMAIL_ADDRESS = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 9, 1};

    private final List<GeneralName> permitted;
    private final List<GeneralName> excluded;

    private NameConstraints(Der fields) throws MalformedException {
        permitted = subtrees(fields, PERMITTED);
        excluded = subtrees(fields, EXCLUDED);
    }

    /** Minimum and maximum are not for the Internet, RFC 5280 says; OpenSSL looks at them only to refuse them. */
    private static List<GeneralName> subtrees(Der fields, int tag) throws MalformedException {
        List<GeneralName> found = new ArrayList<>();
        if (fields.tag() == tag) {
            Der list = fields.into(tag);
            while (!list.isEmpty()) {
                found.add(GeneralName.next(list.into(Der.SEQUENCE)));
            }
        }
        return found;
    }

    /** Every certificate against all above it; self-issued ones are free, but the leaf. */
    static void check(List<ParsedCertificate> chain, Findings findings) {
        for (int i = chain.size() - 1; i >= 0; i--) {
            ParsedCertificate certificate = chain.get(i);
            if (i > 0 && certificate.isSelfIssued()) {
                continue;
            }
            for (int above = chain.size() - 1; above > i; above--) {
                Optional<byte[]> encoded = chain.get(above).extensions().nameConstraints();
                if (encoded.isPresent()) {
                    int error = check(certificate, encoded.get(), i == 0);
                    findings.unless(error == VerifyError.OK, i, error);
                }
            }
        }
    }

    private static int check(ParsedCertificate certificate, byte[] encoded, boolean leaf) {
        try {
            NameConstraints constraints = new NameConstraints(Der.of(encoded).into(Der.SEQUENCE));
            List<GeneralName> names = names(certificate, leaf);
            if ((long) names.size() * (constraints.permitted.size() + constraints.excluded.size()) > MOST_COMPARISONS) {
                return VerifyError.UNSPECIFIED;
            }
            for (GeneralName name : names) {
                int error = constraints.check(name);
                if (error != VerifyError.OK) {
                    return error;
                }
            }
            return VerifyError.OK;
        } catch (MalformedException e) {
            return VerifyError.UNSUPPORTED_CONSTRAINT_SYNTAX;
        }
    }

    /** Subject, addresses in it, alternative names, and for a leaf without DNS names the common names that look like host names. */
    private static List<GeneralName> names(ParsedCertificate certificate, boolean leaf) throws MalformedException {
        List<GeneralName> names = new ArrayList<>();
        DistinguishedName subject = DistinguishedName.read(certificate.subjectDer());
        if (!certificate.subject().isEmpty()) {
            names.add(new GeneralName(GeneralName.DIRECTORY, certificate.subjectDer()));
        }
        for (DistinguishedName.Attribute email : subject.all(EMAIL_ADDRESS)) {
            names.add(new GeneralName(GeneralName.EMAIL, email.value()));
        }
        boolean dns = false;
        for (GeneralName name : certificate.extensions().subjectNames()) {
            dns |= name.kind() == GeneralName.DNS;
            names.add(name);
        }
        if (leaf && !dns) {
            for (DistinguishedName.Attribute name : subject.all(DistinguishedName.COMMON_NAME)) {
                NameText.utf8(name).filter(NameConstraints::isHostName)
                    .ifPresent(text -> names.add(new GeneralName(GeneralName.DNS, text)));
            }
        }
        return names;
    }

    /** With a dot at least, else it is some other kind of name. */
    private static boolean isHostName(byte[] name) {
        boolean dot = false;
        for (int i = 0; i < name.length; i++) {
            byte c = name[i];
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
            boolean inner = i > 0 && i < name.length - 1;
            boolean separator = inner && (c == '-' || c == '.' && name[i + 1] != '.' && name[i - 1] != '-' && name[i + 1] != '-');
            if (!letter && !separator) {
                return false;
            }
            dot |= c == '.';
        }
        return dot;
    }

    private int check(GeneralName name) throws MalformedException {
        boolean constrained = false;
        boolean allowed = false;
        for (GeneralName base : permitted) {
            if (base.kind() == name.kind()) {
                constrained = true;
                allowed |= isWithin(name, base);
            }
        }
        if (constrained && !allowed) {
            return VerifyError.PERMITTED_SUBTREE;
        }
        for (GeneralName base : excluded) {
            if (base.kind() == name.kind() && isWithin(name, base)) {
                return VerifyError.EXCLUDED_SUBTREE;
            }
        }
        return VerifyError.OK;
    }

    private static boolean isWithin(GeneralName name, GeneralName base) throws MalformedException {
        return switch (name.kind()) {
            case GeneralName.DIRECTORY -> CanonicalName.of(base.value()).contains(CanonicalName.of(name.value()));
            case GeneralName.DNS -> isBelow(text(name), text(base));
            case GeneralName.EMAIL -> isMailbox(text(name), text(base));
            case GeneralName.URI -> isHostOf(text(name), text(base));
            case GeneralName.ADDRESS -> isInNetwork(name.value(), base.value());
            default -> false;
        };
    }

    private static String text(GeneralName name) {
        return new String(name.value(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /** The base itself, and all that has labels more. */
    private static boolean isBelow(String name, String base) {
        return base.isEmpty() || name.equals(base)
            || name.endsWith(base) && (base.startsWith(".") || name.charAt(name.length() - base.length() - 1) == '.');
    }

    /** A base is a mailbox, a host, or a domain with a dot before it. */
    private static boolean isMailbox(String name, String base) {
        int at = name.lastIndexOf('@');
        String host = name.substring(at + 1);
        if (base.indexOf('@') >= 0) {
            return name.equals(base);
        }
        return at >= 0 && (base.startsWith(".") ? host.endsWith(base) : base.isEmpty() || host.equals(base));
    }

    private static boolean isHostOf(String uri, String base) {
        int start = uri.indexOf("://");
        if (start < 0) {
            return false;
        }
        int end = start + 3;
        while (end < uri.length() && uri.charAt(end) != ':' && uri.charAt(end) != '/') {
            end++;
        }
        String host = uri.substring(start + 3, end);
        return !host.isEmpty() && (base.startsWith(".") ? host.endsWith(base) && host.length() > base.length() : host.equals(base));
    }

    /** The base is an address and a mask. */
    private static boolean isInNetwork(byte[] address, byte[] base) {
        if (base.length != 2 * address.length) {
            return false;
        }
        byte[] masked = new byte[address.length];
        byte[] network = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            masked[i] = (byte) (address[i] & base[address.length + i]);
            network[i] = (byte) (base[i] & base[address.length + i]);
        }
        return Arrays.equals(masked, network);
    }
}
