package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The manual page and the tables of parameters tell the same. */
class ManualPageTest {

    private static final List<String> VERDICTS = List.of("Same.", "Different.", "Accepted and ignored.");

    private final List<String> page;

    ManualPageTest() throws IOException {
        page = Files.readAllLines(Path.of("man", "tlsproxy-java.8"), StandardCharsets.UTF_8);
    }

    /** The lines from one section's heading to the next. */
    private List<String> section(String title) {
        int start = page.indexOf(".Sh " + title);
        assertThat(start).as(title).isNotNegative();
        int end = start + 1;
        while (end < page.size() && !page.get(end).startsWith(".Sh ")) {
            end++;
        }
        return page.subList(start, end);
    }

    private static List<String> parameterItems(List<String> lines) {
        List<String> items = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(".It Va ")) {
                items.add(line);
            }
        }
        return items;
    }

    private static String type(ParameterType type) {
        return switch (type) {
            case TEXT -> "text";
            case RAW -> "raw text";
            case NUMBER, INHERITED_NUMBER -> "number";
            case FLAG, INHERITED_FLAG -> "yes or no";
            case TIME -> "time";
        };
    }

    @Test
    void shouldNameEveryParameterWithItsTypeAndNoOther() {
        List<String> expected = new ArrayList<>();
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            expected.add(".It Va " + parameter.name() + " Pq " + type(parameter.type()));
        }
        assertThat(parameterItems(section("CONFIGURATION PARAMETERS"))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldSayWhatBecomesOfEveryParameter() {
        List<String> section = section("CONFIGURATION PARAMETERS");
        for (String item : parameterItems(section)) {
            assertThat(section.get(section.indexOf(item) + 1)).as(item).isIn(VERDICTS);
        }
    }

    @Test
    void shouldSayThatIgnoredParametersAreIgnoredUnlessAnotherOneFallsBackToThem() {
        List<String> section = section("CONFIGURATION PARAMETERS");
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            boolean fallback = parameter.name().equals("tlsproxy_client_level") || parameter.name().equals("tlsproxy_client_policy");
            if (parameter.source() == Parameter.Source.IGNORED && !fallback) {
                int item = section.indexOf(".It Va " + parameter.name() + " Pq " + type(parameter.type()));
                assertThat(section.get(item + 1)).as(parameter.name()).isEqualTo("Accepted and ignored.");
            }
        }
    }

    @Test
    void shouldNameEverySettingOfOurOwnWithItsDefault() {
        List<String> expected = new ArrayList<>();
        for (OwnParameter parameter : OwnParameter.TABLE) {
            String value = parameter.defaultText().isEmpty() ? "empty" : parameter.defaultText();
            expected.add(".It Va " + parameter.name() + " Pq default: " + value);
        }
        assertThat(parameterItems(section("TLSPROXY-JAVA.CONF"))).containsExactlyElementsOf(expected);
    }
}
