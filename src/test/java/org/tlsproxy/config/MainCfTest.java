package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tlsproxy.log.Fatal;

class MainCfTest {

    private final RecordingLogger logger = new RecordingLogger();

    private Map<String, Object> read(String content) throws IOException {
        return read(content, "3.7.11");
    }

    private Map<String, Object> read(String content, String version) throws IOException {
        MainCf mainCf = new MainCf("F", MailVersion.of(version), logger);
        mainCf.read(new StringReader(content));
        Map<String, Object> values = new TreeMap<>();
        mainCf.getKeys().forEachRemaining(name -> values.put(name, mainCf.getProperty(name)));
        return values;
    }

    private void assertFatal(String content, String message) {
        assertThatThrownBy(() -> read(content)).isInstanceOf(Fatal.class).hasMessage(message);
    }

    @Test
    void shouldJoinContinuationLinesAndKeepTheirWhiteSpace() throws IOException {
        assertThat(read("a = x\n  y\n\tz\n")).containsExactly(Map.entry("a", "x  y\tz"));
    }

    @Test
    void shouldNotEndASettingAtACommentOrEmptyLine() throws IOException {
        assertThat(read("a = x\n# c\n\n   # c\n \t\n y\nb = z")).containsEntry("a", "x y").containsEntry("b", "z");
    }

    @Test
    void shouldWarnOfAContinuationOfNothingAndSkipIt() throws IOException {
        assertThat(read(" lead = x\n# c\n  second = y\na = b\n")).containsExactly(Map.entry("a", "b"));
        assertThat(logger.warnings).containsExactly("F: logical line must not start with whitespace: \" lead = x  second = y\"");
    }

    @Test
    void shouldQuoteThirtyBytesOfAContinuationOfNothing() throws IOException {
        read("\t12345678901234567890123456789\n");
        read("\t123456789012345678901234567890\n");
        assertThat(logger.warnings).containsExactly(
            "F: logical line must not start with whitespace: \"\t12345678901234567890123456789\"",
            "F: logical line must not start with whitespace: \"\t12345678901234567890123456789...\"");
    }

    @Test
    void shouldTakeTrailingCommentsBackslashesAndQuotesAsText() throws IOException {
        assertThat(read("a = x # y\nb = \"x\\\"\nc = 3 \\\n4=5\n"))
            .containsEntry("a", "x # y").containsEntry("b", "\"x\\\"").containsEntry("c", "3 \\").containsEntry("4", "5");
    }

    @Test
    void shouldSplitAtTheFirstEqualsSign() throws IOException {
        assertThat(read("a= x = y=z \n")).containsExactly(Map.entry("a", "x = y=z"));
    }

    @Test
    void shouldTellEmptyFromUndefined() throws IOException {
        assertThat(read("a =\nb=\n =\n")).containsEntry("a", "").containsEntry("b", "=");
    }

    @Test
    void shouldTreatCarriageReturnsAsWhiteSpace() throws IOException {
        assertThat(read("a = 1\r\n\r\nb = 2\r\n 3\r\n")).containsEntry("a", "1").containsEntry("b", "2\r 3");
    }

    @Test
    void shouldAcceptAFileWithoutFinalNewline() throws IOException {
        assertThat(read("a = 1")).containsEntry("a", "1");
        assertThat(read("")).isEmpty();
    }

    @Test
    void shouldRefuseALineWithoutEqualsSign() {
        assertFatal("a=1\n\nfoo\n", "F, line 3: missing '=' after attribute name: \"foo\"");
        assertFatal("a b = c\n", "F, line 1: missing '=' after attribute name: \"a b = c\"");
        assertFatal("foo\n bar\n  = x", "F, line 1: missing '=' after attribute name: \"foo bar  = x\"");
        assertFatal("a=1\n  # x\n c\n\n  d\nb c\n", "F, line 6: missing '=' after attribute name: \"b c\"");
    }

    @Test
    void shouldRefuseALineWithoutName() {
        assertFatal("a=1\n\n= c\n", "F, line 3: missing attribute name: \"= c\"");
    }

    @Test
    void shouldLetTheLastDefinitionWinAndWarnOfADifferentOne() throws IOException {
        assertThat(read("a=1\na = 1\na=2\n  3\na = 3\n")).containsExactly(Map.entry("a", "3"));
        assertThat(logger.warnings).containsExactly("F, line 3: overriding earlier entry: a=1", "F, line 5: overriding earlier entry: a=2  3");
    }

    @Test
    void shouldAcceptAnyNameAndTellCaseApart() throws IOException {
        assertThat(read("a:b.c = 1\nA:b.c = 2\n\"x\" = 3\n")).containsEntry("a:b.c", "1").containsEntry("A:b.c", "2").containsEntry("\"x\"", "3");
    }

    @Test
    void shouldLoseTheTextAfterANulAndSayItSinceThreeNine() throws IOException {
        assertThat(read("a = 1\n x\n y\0z\n t\nb = 2\0\n", "3.8")).containsEntry("a", "1 x y").containsEntry("b", "2");
        assertThat(logger.warnings).isEmpty();
        read("a = 1\n x\n y\0z\n t\nb = 2\0\n", "3.9");
        assertThat(logger.warnings).containsExactly("F, line 1-4: text after null byte may be ignored", "F, line 5: text after null byte may be ignored");
    }

    @Test
    void shouldNeitherSplitListsNorInterpolate() throws IOException {
        assertThat(read("a = x, y\nb = ${a} ${sys:user.home} \\, z\n")).containsEntry("a", "x, y").containsEntry("b", "${a} ${sys:user.home} \\, z");
    }

    @Test
    void shouldTakeOtherBytesAsText() throws IOException {
        assertThat(read("a = \u00e9\u00ff\u0085\n\u00a0b = 1\n")).containsEntry("a", "\u00e9\u00ff\u0085").containsEntry("\u00a0b", "1");
    }

    @Test
    void shouldWriteWhatItReads() throws IOException {
        MainCf mainCf = new MainCf("F", MailVersion.ASSUMED, logger);
        mainCf.read(new StringReader("a = x\n y\nb =\n"));
        StringWriter out = new StringWriter();
        mainCf.write(out);
        assertThat(read(out.toString())).containsExactly(Map.entry("a", "x y"), Map.entry("b", ""));
    }

    @Test
    void shouldSayWhyTheFileCannotBeOpened() {
        assertThatThrownBy(() -> new MainCf("/nonexistent/main.cf", MailVersion.ASSUMED, logger).load())
            .isInstanceOf(Fatal.class).hasMessage("open /nonexistent/main.cf: No such file or directory");
    }
}
