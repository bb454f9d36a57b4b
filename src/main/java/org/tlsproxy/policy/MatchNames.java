package org.tlsproxy.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The host names one of which a server must prove to have, from a request's match patterns.
 *
 * @param names   in ASCII; {@code .example.com} stands for everything below example.com
 * @param useless how many patterns were a mere {@code .}; each is worth a warning
 */
public record MatchNames(List<String> names, int useless) {

    /** What some writing systems have in place of a dot. */
    private static final String DOTS = ".\u3002\uff0e\uff61";

    public MatchNames {
        names = List.copyOf(names);
    }

    /** What the keywords stand for. @param nextHop the next-hop domain, @param host the MX host */
    public record Destination(String nextHop, String host) { }

    /**
     * @param patterns names, {@code .name}, or the keywords {@code nexthop}, {@code dot-nexthop} and {@code hostname}
     * @param toAscii  converts what is not ASCII
     */
    public static MatchNames of(List<String> patterns, Destination destination, UnaryOperator<String> toAscii) {
        List<String> names = new ArrayList<>();
        int useless = 0;
        for (String pattern : patterns) {
            String name = switch (pattern.toLowerCase(Locale.ROOT)) {
                case "nexthop" -> destination.nextHop;
                case "dot-nexthop" -> "." + destination.nextHop;
                case "hostname" -> destination.host;
                default -> pattern;
            };
            boolean below = !name.isEmpty() && DOTS.indexOf(name.charAt(0)) >= 0;
            String domain = below ? name.substring(1) : name;
            if (below && domain.isEmpty()) {
                useless++;
            } else if (!domain.isEmpty()) {
                names.add((below ? "." : "") + toAscii.apply(domain));
            }
        }
        return new MatchNames(names, useless);
    }
}
