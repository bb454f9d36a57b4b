package org.tlsproxy.trust;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The names one of which a server's certificate must have. Host names are looked for among its DNS names, and among its common names
 * only if it has no DNS name at all; an IP address among its addresses, in addition to the host names.
 */
public final class PeerNames {

    private final List<String> hosts;
    private final Optional<byte[]> address;

    private PeerNames(List<String> hosts, Optional<byte[]> address) {
        this.hosts = hosts;
        this.address = address;
    }

    /** What came of it. @param name the certificate's own text, empty if no host name matched */
    record Match(boolean hostMatches, boolean addressMatches, String name) { }

    /**
     * @param references host names in ASCII, {@code .example.com} for all below example.com, IP addresses (of several the last counts)
     * @return empty if there is nothing to look for
     */
    public static Optional<PeerNames> of(List<String> references) {
        List<String> hosts = new ArrayList<>();
        Optional<byte[]> address = Optional.empty();
        for (String reference : references) {
            Optional<byte[]> literal = AddressLiteral.parse(reference);
            if (literal.isPresent()) {
                address = literal;
            } else if (!reference.isEmpty()) {
                hosts.add(reference);
            }
        }
        return hosts.isEmpty() && address.isEmpty() ? Optional.empty() : Optional.of(new PeerNames(hosts, address));
    }

    Match match(ParsedCertificate certificate) {
        List<GeneralName> names = certificate.extensions().subjectNames();
        Optional<String> host = hosts.isEmpty() ? Optional.empty() : host(candidates(certificate, names));
        boolean addressMatches = address.isEmpty();
        for (GeneralName name : names) {
            addressMatches |= name.kind() == GeneralName.ADDRESS && Arrays.equals(name.value(), address.orElse(null));
        }
        return new Match(hosts.isEmpty() || host.isPresent(), addressMatches, host.orElse(""));
    }

    private Optional<String> host(List<String> candidates) {
        for (String reference : hosts) {
            for (String candidate : candidates) {
                if (matches(candidate, reference)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> candidates(ParsedCertificate certificate, List<GeneralName> names) {
        List<String> candidates = new ArrayList<>();
        for (GeneralName name : names) {
            if (name.kind() == GeneralName.DNS) {
                candidates.add(new String(name.value(), StandardCharsets.ISO_8859_1));
            }
        }
        return candidates.isEmpty() ? commonNames(certificate) : candidates;
    }

    private static List<String> commonNames(ParsedCertificate certificate) {
        List<String> candidates = new ArrayList<>();
        try {
            for (DistinguishedName.Attribute name : DistinguishedName.read(certificate.subjectDer()).all(DistinguishedName.COMMON_NAME)) {
                NameText.utf8(name).ifPresent(text -> candidates.add(new String(text, StandardCharsets.UTF_8)));
            }
        } catch (Der.MalformedException e) {
            // cannot be: the canonical name was made of it. No names then.
            return List.of();
        }
        return candidates;
    }

    /** @param candidate a name in a certificate, perhaps with a wildcard, @param reference what is looked for */
    static boolean matches(String candidate, String reference) {
        if (candidate.isEmpty() || candidate.indexOf('\0') >= 0) {
            return false;
        }
        if (reference.length() > 1 && reference.charAt(0) == '.') {
            return endsWith(candidate, reference);
        }
        return equal(candidate, reference) || isWildcard(candidate) && wildcard(candidate.substring(1), reference);
    }

    private static boolean endsWith(String candidate, String suffix) {
        int skipped = candidate.length() - suffix.length();
        return skipped >= 0 && equal(candidate.substring(skipped), suffix);
    }

    /** Exactly one label, of letters, digits and hyphens. */
    private static boolean wildcard(String suffix, String reference) {
        int label = reference.length() - suffix.length();
        if (label < 1 || !equal(reference.substring(label), suffix)) {
            return false;
        }
        if (label == 1 && reference.charAt(0) == '*') {
            return true;
        }
        for (int i = 0; i < label; i++) {
            char c = reference.charAt(i);
            if (!isLetterOrDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** A star is the whole first label, two labels at least follow, and they are proper ones. */
    private static boolean isWildcard(String name) {
        if (!name.startsWith("*.")) {
            return false;
        }
        int dots = 1;
        char before = '.';
        for (int i = 2; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean edge = before == '.' || before == '-';
            if (c == '.' && edge || c == '-' && before == '.' || c != '.' && c != '-' && !isLetterOrDigit(c)) {
                return false;
            }
            dots += c == '.' ? 1 : 0;
            before = c;
        }
        return dots >= 2 && before != '.' && before != '-';
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** Whatever the case of ASCII letters. */
    private static boolean equal(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            if (lower(a.charAt(i)) != lower(b.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
}
