package org.tlsproxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MatchNamesTest {

    private static MatchNames of(String... patterns) {
        return MatchNames.of(List.of(patterns), new MatchNames.Destination("example.com", "mx.example.com"),
            name -> name.toUpperCase(Locale.ROOT));
    }

    @Test
    void shouldPutNamesInPlaceOfKeywords() {
        assertThat(of("nexthop", "Dot-NextHop", "HOSTNAME", "a.example").names())
            .containsExactly("EXAMPLE.COM", ".EXAMPLE.COM", "MX.EXAMPLE.COM", "A.EXAMPLE");
    }

    @Test
    void shouldKnowEveryKindOfLeadingDot() {
        assertThat(of(".a.example", "\u3002b.example", "\uff0ec.example", "\uff61d.example").names())
            .containsExactly(".A.EXAMPLE", ".B.EXAMPLE", ".C.EXAMPLE", ".D.EXAMPLE");
    }

    @Test
    void shouldCountDotsThatStandForNothing() {
        assertThat(of(".", "a.example", ".")).isEqualTo(new MatchNames(List.of("A.EXAMPLE"), 2));
        assertThat(of("")).isEqualTo(new MatchNames(List.of(), 0));
    }
}
