package org.tlsproxy.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherPlanTest {

    private static final PostfixRelease V37 = new PostfixRelease(3, 7);
    private static final PostfixRelease V38 = new PostfixRelease(3, 8);
    private static final CipherPlan.Lists LISTS = new CipherPlan.Lists("AES256", "AES128", "CAMELLIA256", "CAMELLIA128", "eNULL:!aNULL");

    @ParameterizedTest
    @CsvSource({"high,AES256,AES256", "HIGH,AES256,AES256", "medium,AES128,AES128", "low,CAMELLIA256,AES128", "Export,CAMELLIA128,AES128",
        "null,eNULL:!aNULL,eNULL:!aNULL"})
    void shouldTakeTheListOfTheGradeByRelease(String grade, String until37, String since38) {
        assertThat(usable(CipherPlan.of(LISTS, V37, grade, "")).list()).isEqualTo(until37);
        assertThat(usable(CipherPlan.of(LISTS, V38, grade, "")).list()).isEqualTo(since38);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid", "none", "", "foo", "high medium"})
    void shouldRefuseAnUnknownGrade(String grade) {
        assertThat(CipherPlan.of(LISTS, V37, grade, "+x"))
            .isEqualTo(new CipherPlan.Refused("invalid cipher grade: \"" + grade + "\"", Optional.empty()));
    }

    @Test
    void shouldAppendEveryExclusion() {
        CipherPlan.Usable plan = usable(CipherPlan.of(LISTS, V37, "high", "aNULL, kRSA:SHA  kDHE"));

        assertThat(plan.list()).isEqualTo("AES256:!aNULL:!kRSA:!SHA:!kDHE");
        assertThat(names(plan.suites())).containsExactly("ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-AES256-CCM8", "ECDHE-ECDSA-AES256-CCM", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-RSA-AES256-SHA384");
    }

    @ParameterizedTest
    @CsvSource({"!RC4,!RC4", "aNULL +RC4,+RC4", "aNULL:-RC4:!x,-RC4", "@STRENGTH,@STRENGTH"})
    void shouldNameTheFirstExclusionWithAnOperator(String exclusions, String culprit) {
        assertThat(CipherPlan.of(LISTS, V37, "high", exclusions))
            .isEqualTo(new CipherPlan.Refused("invalid unary '!+-@' in cipher exclusion: " + culprit, Optional.empty()));
    }

    @Test
    void shouldRefuseAListWithoutSuites() {
        assertThat(CipherPlan.of(LISTS, V37, "NULL", "eNULL")).isEqualTo(
            new CipherPlan.Refused("error setting cipher grade: \"NULL\"", Optional.of(CipherList.Fault.NO_CIPHER_MATCH)));
    }

    @Test
    void shouldRefuseAListThatBreaksTheRules() {
        CipherPlan.Lists broken = new CipherPlan.Lists("AES:@FOO", "AES", "", "", "eNULL");

        assertThat(CipherPlan.of(broken, V38, "high", "")).isEqualTo(
            new CipherPlan.Refused("error setting cipher grade: \"high\"", Optional.of(CipherList.Fault.INVALID_COMMAND)));
    }

    @Test
    void shouldAcceptAListOfSuitesThatAreNeverOffered() {
        CipherPlan.Lists psk = new CipherPlan.Lists("PSK", "AES", "", "", "eNULL");

        assertThat(CipherPlan.of(psk, V38, "high", "")).isEqualTo(new CipherPlan.Usable("PSK", List.of(), OptionalInt.empty()));
    }

    @Test
    void shouldReportTheSecurityLevelOfTheList() {
        CipherPlan.Lists strict = new CipherPlan.Lists("AES256:@SECLEVEL=3", "AES", "", "", "eNULL");

        assertThat(usable(CipherPlan.of(strict, V38, "high", "")).securityLevel()).hasValue(3);
    }

    @Test
    void shouldOfferNoNullMd5BecauseTheEngineHasNone() {
        assertThat(names(usable(CipherPlan.of(LISTS, V37, "null", "")).suites()))
            .containsExactly("ECDHE-ECDSA-NULL-SHA", "ECDHE-RSA-NULL-SHA", "NULL-SHA256", "NULL-SHA");
    }

    @Test
    void shouldPutAnonymousThenEllipticThenFiniteFieldThenRsaForTheDefaultGrade() {
        CipherPlan.Lists defaults = new CipherPlan.Lists("HIGH", "aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH", "x", "x", "eNULL");
        List<String> names = names(usable(CipherPlan.of(defaults, V37, "medium", "")).suites());

        assertThat(names).hasSize(83).startsWith("ADH-AES256-GCM-SHA384", "ADH-AES256-SHA256").endsWith("AES128-SHA", "CAMELLIA128-SHA");
        assertThat(names.indexOf("ECDHE-ECDSA-AES256-GCM-SHA384")).isLessThan(names.indexOf("AES256-GCM-SHA384"));
        assertThat(names.indexOf("CAMELLIA256-SHA")).isLessThan(names.indexOf("ADH-AES128-GCM-SHA256"));
    }

    @Test
    void shouldKnowNamesAndBitsByWireValue() {
        assertThat(CipherSuites.byId(0x1301)).hasValueSatisfying(suite -> assertThat(suite.bits()).isEqualTo(128));
        assertThat(CipherSuites.byId(0x1303)).hasValueSatisfying(suite -> assertThat(suite.bits()).isEqualTo(256));
        assertThat(CipherSuites.byId(0xc061)).hasValueSatisfying(suite -> assertThat(suite.name()).isEqualTo("ECDHE-ARIA256-GCM-SHA384"));
        assertThat(CipherSuites.byId(0x0002)).hasValueSatisfying(suite -> assertThat(suite.bits()).isZero());
        assertThat(CipherSuites.byId(0x0005)).isEmpty();
        assertThat(CipherSuites.TLS13).containsExactly(0x1302, 0x1303, 0x1301);
    }

    @Test
    void shouldHandOutImmutableSuites() {
        List<Integer> suites = usable(CipherPlan.of(LISTS, V37, "high", "")).suites();

        assertThatThrownBy(() -> suites.add(1)).isInstanceOf(UnsupportedOperationException.class);
    }

    private static CipherPlan.Usable usable(CipherPlan plan) {
        assertThat(plan).isInstanceOf(CipherPlan.Usable.class);
        return (CipherPlan.Usable) plan;
    }

    private static List<String> names(List<Integer> suites) {
        return suites.stream().map(id -> CipherSuites.byId(id).orElseThrow().name()).collect(Collectors.toList());
    }
}
