package org.tlsproxy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

    /** Examples of RFC 3492 7.1, UTS #46 and the registries. */
    @ParameterizedTest
    @CsvSource({"b\u00fccher.example, xn--bcher-kva.example", "B\u00dcCHER.Example, xn--bcher-kva.example",
        "fa\u00df.de, xn--fa-hia.de", "\u03b2\u03cc\u03bb\u03bf\u03c2.com, xn--nxasmm1c.com", "mail.\u4f8b\u3048.\u30c6\u30b9\u30c8, mail.xn--r8jz45g.xn--zckzah",
        "\u043f\u0440\u0438\u043c\u0435\u0440.\u0438\u0441\u043f\u044b\u0442\u0430\u043d\u0438\u0435, xn--e1afmkfd.xn--80akhbyknj4f",
        "b\u00fccher\u3002example, xn--bcher-kva.example", "\uff42\u00fccher.example, xn--bcher-kva.example",
        "b\u0075\u0308cher.example, xn--bcher-kva.example", "ma\u00f1ana.example., xn--maana-pta.example.",
        "b\u00fc\u00adcher.example, xn--bcher-kva.example", "3\u5e74b\u7d44\u91d1\u516b\u5148\u751f, xn--3b-ww4c5e180e575a65lsy2b"})
    void shouldWriteNamesInAscii(String name, String ascii) {
        assertThat(DomainName.toAscii(name, false)).contains(ascii);
    }

    @ParameterizedTest
    @CsvSource({"fa\u00df.de, fass.de", "\u03b2\u03cc\u03bb\u03bf\u03c2.com, xn--nxasmq6b.com", "b\u00fccher.example, xn--bcher-kva.example"})
    void shouldKeepTheOldRulesForThoseWhoWantThem(String name, String ascii) {
        assertThat(DomainName.toAscii(name, true)).contains(ascii);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-\u00fc.example", "\u00fc-.example", "\u0300a.example", "\u00fc..example", "\u00fc \u00fc.example", "xn--\u00fc.example",
        "\ue000.example", "\u00fc\u202e.example"})
    void shouldNotConvertWhatIsNoName(String name) {
        assertThat(DomainName.toAscii(name, false)).isEmpty();
    }

    @Test
    void shouldNotMakeNamesThatAreTooLong() {
        assertThat(DomainName.toAscii("\u00fc".repeat(80) + ".example", false)).isEmpty();
        assertThat(DomainName.toAscii("a\u00fc.".repeat(60) + "example", false)).isEmpty();
    }

    @Test
    void shouldKnowWhatNeedsNoConversion() {
        assertThat(DomainName.isAscii("mx.example.com")).isTrue();
        assertThat(DomainName.isAscii("mx.ex\u00e4mple.com")).isFalse();
    }
}
