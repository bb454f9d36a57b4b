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
    private final Wildcards wildcards;

    private PeerNames(List<String> hosts, Optional<byte[]> address, Wildcards wildcards) {
        this.hosts = hosts;
        this.address = address;
        this.wildcards = wildcards;
    }

    /** What {@code *.} in a certificate stands for. The last two are Postfix's own rules up to 3.5, which know nothing of addresses. */
    public enum Wildcards { OPENSSL, ONE_LABEL, SEVERAL_LABELS }

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
        return hosts.isEmpty() && address.isEmpty() ? Optional.empty() : Optional.of(new PeerNames(hosts, address, Wildcards.OPENSSL));
    }

    /** As Postfix looks for names itself, up to 3.5. @return empty if there is nothing to look for */
    public static Optional<PeerNames> ofOldPostfix(List<String> references, Wildcards wildcards) {
        return references.isEmpty() ? Optional.empty() : Optional.of(new PeerNames(List.copyOf(references), Optional.empty(), wildcards));
    }

    /** What a certificate has of the names looked for. */
    public record Found(boolean matches, boolean hasDnsName, String name) { }

    /** @param certificate DER. {@code name} is the one that matches, else its first DNS name, else empty */
    public Found in(byte[] certificate) {
        Optional<ParsedCertificate> parsed = ParsedCertificate.of(certificate);
        if (parsed.isEmpty()) {
            return new Found(false, false, "");
        }
        Match match = match(parsed.get());
        List<String> dns = dnsNames(parsed.get().extensions().subjectNames());
        String name = match.name().isEmpty() && !dns.isEmpty() ? dns.get(0) : match.name();
        return new Found(match.hostMatches() && match.addressMatches(), !dns.isEmpty(), name);
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
                if (wildcards == Wildcards.OPENSSL ? matches(candidate, reference) : matchesOld(candidate, reference)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> candidates(ParsedCertificate certificate, List<GeneralName> names) {
        List<String> candidates = dnsNames(names);
        return candidates.isEmpty() ? commonNames(certificate) : candidates;
    }

    private static List<String> dnsNames(List<GeneralName> names) {
        List<String> dns = new ArrayList<>();
        for (GeneralName name : names) {
            if (name.kind() == GeneralName.DNS) {
                dns.add(new String(name.value(), StandardCharsets.ISO_8859_1));
            }
        }
        return dns;
    }

    private boolean matchesOld(String candidate, String reference) {
        if (candidate.isEmpty() || candidate.indexOf('\0') >= 0) {
            return false;
        }
        if (reference.length() > 1 && reference.charAt(0) == '.') {
            return candidate.length() > reference.length() && endsWith(candidate, reference);
        }
        if (!candidate.startsWith("*.") || candidate.length() < 3) {
            return equal(candidate, reference);
        }
        String suffix = candidate.substring(1);
        int label = reference.length() - suffix.length();
        return label > 0 && endsWith(reference, suffix)
            && (wildcards == Wildcards.SEVERAL_LABELS || reference.indexOf('.') == label);
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
