package org.tlsproxy.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of patterns: how rules are read, translated and bounded. What they match is compared with postmap(1) in an IT. */
class PatternTableTest {

    @TempDir
    private Path directory;
    private final RecordingLog log = new RecordingLog();

    private String find(String type, String rules, String name) throws IOException {
        Files.writeString(directory.resolve("V"), "value");
        Path file = Files.writeString(directory.resolve("rules"), rules.replace("VALUE", directory.resolve("V").toString()));
        return Lookups.text(Lookups.sni(type + ":" + file, log, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"regexp", "pcre"})
    void shouldTakeTheFirstRuleThatMatches(String type) throws IOException {
        assertThat(find(type, "/^b/ /nope\n!/x/\n  # comment\n\n  VALUE\n", "abc")).isEqualTo("value");
        assertThat(log.records().get(0)).matches("warning: " + type + " map .*/rules, line 1: open /nope: .*: skipping this rule");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regexp", "pcre"})
    void shouldNestIfAndEndif(String type) throws IOException {
        String rules = "if /a/\nif !/b/\n/./ VALUE\nendif\nendif\n/d/ VALUE";

        assertThat(find(type, rules, "a")).isEqualTo("value");
        assertThat(find(type, rules, "ab")).isEqualTo("not found");
        assertThat(find(type, rules, "b")).isEqualTo("not found");
        assertThat(find(type, rules, "bd")).isEqualTo("value");
        assertThat(log.records()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"regexp", "pcre"})
    void shouldIgnoreCaseUnlessFlagged(String type) throws IOException {
        assertThat(find(type, "/ABC/ VALUE", "abc")).isEqualTo("value");
        assertThat(find(type, "/ABC/i VALUE", "abc")).isEqualTo("not found");
        assertThat(find(type, "/ABC/ii VALUE", "abc")).isEqualTo("value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regexp", "pcre"})
    void shouldTakeRulesFromTheParameterItself(String type) throws IOException {
        String file = Files.writeString(directory.resolve("V"), "value").toString();

        assertThat(Lookups.text(Lookups.sni(type + ":{{/foo/ /nope}, { /bar/ " + file + " }}", log, "bar"))).isEqualTo("value");
        assertThat(log.records().get(0)).startsWith("warning: " + type + " map {{/foo/ /nope}, ").contains("}}, line 1: open /nope: ");
    }

    @ParameterizedTest
    @CsvSource({"pcre,/^(a+)+\\1$/", "pcre,/^(a|aa)+\\1x/", "pcre,/(.*)*(.*)*(.*)*x/", "regexp,/(a*)*(a*)*\\2b/",
        "regexp,/(.*)*(.*)*(.*)*x/"})
    void shouldGiveUpOnPatternsThatBacktrackWithoutEnd(String type, String pattern) throws IOException {
        long start = System.nanoTime();
        String result = find(type, pattern + " VALUE", "a".repeat(60) + "-0");

        assertThat(result).contains("rules, line 1: matching takes too many steps").contains("lookup error for");
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"a+? abc", "a** aab", "[]a] ]", "[^]a] b", "[a\\] \\", "[[:alpha:]] x", "a{,2}$ aa", "\\<ab\\> x.ab", "(a)\\1 aa",
        "a) a)", "[a-c&&z] &", "a\\.b a.b", "[.[.-.]] -", "x|y y", "() z", "\\`a\\' a"})
    void shouldReadExtendedExpressionsAsTheCLibraryDoes(String posix, String match) {
        assertThat(Pattern.compile(PosixPattern.translate(posix, true)).matcher(match).find()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"\\(a\\)\\1 aa", "a\\{2\\} aa", "*a *a", "a+ a+", "a^b$c a^b$c", "\\(^a\\)$ a", "\\(*a\\) *a", "a\\|b b",
        "a\\? a", "(a) (a)", "{ {"})
    void shouldReadBasicExpressionsAsTheCLibraryDoes(String posix, String match) {
        assertThat(Pattern.compile(PosixPattern.translate(posix, false)).matcher(match).find()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"(a;Unmatched ( or \\(", "*a;Invalid preceding regular expression", "a|*;Invalid preceding regular expression",
        "[a;Unmatched [, [^, [:, [., or [=", "a{2,1};Invalid content of \\{\\}", "a\\;Trailing backslash", "a\\1;Invalid back reference",
        "[b-a];Invalid range end", "[[:x:]];Invalid character class name", "a{99999};Regular expression too big"})
    void shouldTellFaultsInTheWordsOfTheCLibrary(String posix, String fault) {
        assertThatThrownBy(() -> PosixPattern.translate(posix, true)).isInstanceOfSatisfying(PatternSyntaxException.class,
            e -> assertThat(e.getDescription()).isEqualTo(fault));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"(?P<n>a)(?P=n) aa", "(?<n>a)\\k{n} aa", "(?'n'a)\\k'n' aa", "(a)\\g1 aa", "(a)\\g{1} aa", "a(?#b)c ac",
        "[]a] ]", "[[a] [", "[a&&b] &", "[[:digit:]] 1", "[[:^digit:]] a", "[\\w-] -", "a{ a{", "a{2} aa", "a{,2} a{,2}", "\\Qa.b\\E a.b",
        "a\\Kb ab", "(?i:A) a", "(?>a)b ab", "a(?=b) ab"})
    void shouldReadPerlExpressionsAsPcreDoes(String perl, String match) {
        assertThat(Pattern.compile(PerlPattern.translate(perl)).matcher(match).find()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?R)", "(?|a|b)", "(", "[a", "a{2,1}", "(?<x", "\\k<x>"})
    void shouldLeaveOutWhatJavaCannotCompile(String perl) throws IOException {
        assertThat(find("pcre", "/" + perl + "/ VALUE\n/b/ VALUE", "b")).isEqualTo("value");
        assertThat(log.records()).hasSize(1).first().asString().contains("rules, line 1: error in regex at offset ");
    }

    @Test
    void shouldAnchorWithFlagA() throws IOException {
        assertThat(find("pcre", "/b/A VALUE", "ab")).isEqualTo("not found");
        assertThat(find("pcre", "/b/A VALUE", "b")).isEqualTo("value");
    }
}
