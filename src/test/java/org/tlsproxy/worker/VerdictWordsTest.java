package org.tlsproxy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tlsproxy.trust.Purpose;
import org.tlsproxy.trust.Verdict;

/** Every text that Postfix 3.7 has for a chain that it does not believe. */
class VerdictWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CLIENT|18|0|certificate verification failed for p: self-signed certificate",
        "CLIENT|19|1|certificate verification failed for p: untrusted issuer <unknown>",
        "CLIENT|20|0|certificate verification failed for p: untrusted issuer <unknown>",
        "CLIENT|9|0|client certificate verification failed for p: certificate not yet valid",
        "SERVER|10|0|server certificate verification failed for p: certificate has expired",
        "CLIENT|10|1|CA certificate verification failed for p: certificate has expired",
        "CLIENT|26|0|certificate verification failed for p: not designated for use as a client certificate",
        "SERVER|26|0|certificate verification failed for p: not designated for use as a server certificate",
        "SERVER|26|2|certificate verification failed for p: not designated for use as a CA certificate",
        "CLIENT|22|3|certificate verification failed for p: certificate chain longer than limit(2)",
        "SERVER|27|0|certificate verification failed for p: not trusted by local or TLSA policy",
        "CLIENT|79|1|CA certificate verification failed for p: num=79:invalid CA certificate",
        "CLIENT|66|0|client certificate verification failed for p: num=66:EE certificate key too weak"})
    void shouldSayWhyAChainIsNotBelieved(Purpose purpose, int error, int depth, String text) {
        assertThat(VerdictWords.failure(new Verdict(error, depth, "", List.of(), List.of(), Optional.empty()), purpose, "p")).isEqualTo(text);
    }
}
