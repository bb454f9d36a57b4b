package org.tlsproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tlsproxy.log.Fatal;

class ValuesTest {

    private static void assertFatal(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(Fatal.class).hasMessage(message);
    }

    @Test
    void shouldCheckTheLengthOfATextOnlyWhenThereIsAMinimum() {
        assertThat(Values.text("p", "", 0)).isEmpty();
        assertThat(Values.text("p", "x", 1)).isEqualTo("x");
        assertFatal(() -> Values.text("p", "", 1), "bad string length 0 < 1: p = ");
        assertFatal(() -> Values.raw("p", "", 1), "bad string length (0 < 1): p = ");
    }

    @ParameterizedTest
    @CsvSource({"7,7", "+7,7", "-5,-5", "007,7", "2147483647,2147483647", "-2147483648,-2147483648", "' 7',7"})
    void shouldReadANumber(String value, int expected) {
        assertThat(Values.number("p", value, 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "12x", "0x10", "2147483648", "-2147483649", "99999999999999999999999", "7 x", "7 ", "+ 7", "++7", "-"})
    void shouldRefuseWhatIsNoNumber(String value) {
        assertFatal(() -> Values.number("p", value, 0), "bad numerical configuration: p = " + value);
    }

    @Test
    void shouldCheckTheMinimumOfANumber() {
        assertThat(Values.number("p", "1", 1)).isEqualTo(1);
        assertFatal(() -> Values.number("p", "0", 1), "invalid p parameter value 0 < 1");
        assertFatal(() -> Values.number("p", "-5", 1), "invalid p parameter value -5 < 1");
    }

    @Test
    void shouldReadYesAndNoInAnyCase() {
        assertThat(Values.flag("p", "YeS")).isTrue();
        assertThat(Values.flag("p", "NO")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "maybe", "true", "1", "yes ", "ye\u017f"})
    void shouldRefuseWhatIsNoFlag(String value) {
        assertFatal(() -> Values.flag("p", value), "bad boolean configuration: p = " + value);
    }

    @ParameterizedTest
    @CsvSource({"5,5", "+5,5", "5s,5", "10sec,10", "2m,120", "1h30m,3600", "1h30x,3600", "1d,86400", "1w,604800", "2147483647,2147483647",
        "35791393m,2147483580", "596522h,2147479200", "24854d,2147385600", "3549w,2146435200"})
    void shouldReadATime(String value, int expected) {
        assertThat(Values.seconds("p", value, "100s", 1)).isEqualTo(expected);
    }

    @Test
    void shouldTakeTheUnitOfTheDefaultWhenThereIsNone() {
        assertThat(Values.seconds("p", "2", "1h", 1)).isEqualTo(7200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "5x", "5 s", "1S", "0x10s", "- 5", "2147483648", "99999999999999", "99999999999999999999s", "9999999w",
        "35791394m", "596523h", "24855d", "3550w"})
    void shouldRefuseWhatIsNoTime(String value) {
        assertFatal(() -> Values.seconds("p", value, "100s", 1), "parameter p: bad time value or unit: " + value);
    }

    @Test
    void shouldCheckTheMinimumOfATime() {
        assertFatal(() -> Values.seconds("p", "9", "10s", 10), "invalid p: 9 (min 10)");
        assertFatal(() -> Values.seconds("p", "s", "10s", 1), "invalid p: 0 (min 1)");
        assertFatal(() -> Values.seconds("p", "-0s", "10s", 1), "invalid p: 0 (min 1)");
        assertThat(Values.seconds("p", "0", "10s", 0)).isZero();
    }
}
