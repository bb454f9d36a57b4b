package org.tlsproxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows for 3.7 were seen with Postfix 3.7.11's posttls-finger and OpenSSL 3.0. */
class GroupListTest {

    private static final PostfixRelease V37 = new PostfixRelease(3, 7);
    private static final PostfixRelease V38 = new PostfixRelease(3, 8);
    private static final PostfixRelease V310 = new PostfixRelease(3, 10);
    private static final GroupList.Texts DEFAULTS =
        new GroupList.Texts("X25519 X448 prime256v1 secp521r1 secp384r1", "ffdhe2048 ffdhe3072 ");
    private static final List<Integer> LIBRARY = List.of(0x1d, 0x17, 0x1e, 0x19, 0x18, 0x100, 0x101, 0x102, 0x103, 0x104);

    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "X25519 X448 prime256v1 secp521r1 secp384r1   | 1d 1e 17 19 18 | ''",
        "P-256,P-384,,P-521                           | 17 18 19       | ''",
        "secp112r1 ffdhe3072 P-256                    | 101 17         | ''",
        "brainpoolP256r1 brainpoolP384r1 brainpoolP512r1 | 1a 1b 1c    | ''",
        "foo X448                                     | 1e             | ignoring unknown ECDHE curve \"foo\"",
        "p-256                                        | library        | ignoring unknown ECDHE curve \"p-256\"",
        "secp256r1                                    | library        | ignoring unknown ECDHE curve \"secp256r1\"",
        "x25519                                       | library        | ignoring unknown ECDHE curve \"x25519\"",
        "X25519:X448                                  | library        | ignoring unknown ECDHE curve \"X25519:X448\"",
        "secp384                                      | library        | ignoring unknown ECDHE curve \"secp384\"",
        "X25519MLKEM768                               | library        | ignoring unknown ECDHE curve \"X25519MLKEM768\"",
        "secp112r1                                    | library        | none of the configured ECDHE curves are supported",
        "X25519 X25519                                | library        | failed to configure ECDHE curves",
        "P-256 prime256v1                             | library        | failed to configure ECDHE curves",
        "','                                          | library        | ''",
    })
    void shouldEvaluateCurvesAsUntil37(String curves, String expected, String warning) {
        check(GroupList.evaluate(V37, new GroupList.Texts(curves, ""), DEFAULTS, warnings::add), expected);
        assertThat(String.join("|", warnings)).isEqualTo(warning);
    }

    @Test
    void shouldAppendTheFiniteFieldGroupsFrom38On() {
        check(GroupList.evaluate(V38, DEFAULTS, DEFAULTS, warnings::add), "1d 1e 17 19 18 100 101");
        check(GroupList.evaluate(V38, new GroupList.Texts("", "ffdhe4096"), DEFAULTS, warnings::add), "102");
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldTakeTheLibrarysGroupsSilentlyWhenBothAreEmpty() {
        check(GroupList.evaluate(V38, new GroupList.Texts("", ""), DEFAULTS, warnings::add), "library");
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldFallBackOnThePostfixDefaults() {
        check(GroupList.evaluate(V38, new GroupList.Texts("foo K-283", ""), DEFAULTS, warnings::add), "1d 1e 17 19 18 100 101");
        assertThat(warnings).containsExactly("ignoring unknown key exchange group \"foo\"",
            "none of the configured key exchange groups are supported", "using Postfix default key exchange groups instead");
    }

    @Test
    void shouldSayThatSeparatorsAreNoGroups() {
        check(GroupList.evaluate(V310, new GroupList.Texts(",", " "), DEFAULTS, warnings::add), "1d 1e 17 19 18 100 101");
        assertThat(warnings).containsExactly("no configured key exchange group - OpenSSL requires at least one",
            "using Postfix default key exchange groups instead");
    }

    @Test
    void shouldFallBackOnTheLibraryWhenTheDefaultsFailToo() {
        GroupList.Texts bad = new GroupList.Texts("secp112r1", "");
        check(GroupList.evaluate(V38, new GroupList.Texts("K-283", ""), bad, warnings::add), "library");
        assertThat(warnings).containsExactly("none of the configured key exchange groups are supported",
            "using Postfix default key exchange groups instead", "none of the Postfix default key exchange groups are supported",
            "using OpenSSL default key exchange groups instead");
    }

    @Test
    void shouldNotTryTheDefaultsTwice() {
        GroupList.Texts bad = new GroupList.Texts("secp112r1", "");
        check(GroupList.evaluate(V38, bad, bad, warnings::add), "library");
        assertThat(warnings).containsExactly("none of the configured key exchange groups are supported",
            "using OpenSSL default key exchange groups instead");
    }

    @Test
    void shouldRefuseDuplicatesUntil39AndDropThemFrom310() {
        GroupList.Texts twice = new GroupList.Texts("X25519 X448 X25519", "");
        check(GroupList.evaluate(V38, twice, DEFAULTS, warnings::add), "library");
        assertThat(warnings).containsExactly("failed to set up the configured key exchange groups",
            "using OpenSSL default key exchange groups instead");

        warnings.clear();
        check(GroupList.evaluate(V310, twice, DEFAULTS, warnings::add), "1d 1e");
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "?X25519MLKEM768:DEFAULT            | 11ec 1d 17 1e 18 19 100 101",
        "DEFAULT:-X448:-ffdhe2048           | 11ec 1d 17 18 19 101",
        "*X25519 / ?P-256:secp256r1, foo    | 1d 17",
        "?*SecP256r1MLKEM768/SecP384r1MLKEM1024 | 11eb 11ed",
        "x448 PRIME256V1 p-384              | 1e 17 18",
    })
    void shouldReadLibraryGroupListsFrom310On(String curves, String expected) {
        check(GroupList.evaluate(V310, new GroupList.Texts(curves, ""), DEFAULTS, warnings::add), expected);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "auto   | 1d 1e  | ''",
        "STRONG | 17     | ''",
        "ultra  | 18     | ''",
        "best   | ''     | Invalid TLS eecdh grade \"best\": EECDH disabled",
        "none   | 1d 1e  | TLS eecdh grade \"none\" is no longer supported, using \"auto\"",
    })
    void shouldFollowTheGradeOf35(String grade, String expected, String warning) {
        check(GroupList.ofGrade(new GroupList.Grades(grade, "prime256v1", "secp384r1", "X25519 X448"), warnings::add), expected);
        assertThat(String.join("|", warnings)).isEqualTo(warning);
    }

    @Test
    void shouldPutTheHybridGroupInFrontOnce() {
        assertThat(new GroupList(List.of(0x1d, 0x17)).withHybrid().groups()).containsExactly(0x11ec, 0x1d, 0x17);
        assertThat(new GroupList(List.of(0x1d, 0x11ec)).withHybrid().groups()).containsExactly(0x11ec, 0x1d);
    }

    @ParameterizedTest
    @CsvSource({"128,112,0,256", "256,128,0,257", "128,152,0,258", "128,192,0,260", "256,0,0,257", "128,0,0,256", "128,80,0,256",
        "128,112,3,257", "128,0,5,260"})
    void shouldChooseTheDheGroupByStrength(int suiteBits, int keyBits, int level, int group) {
        assertThat(Groups.automaticDhe(suiteBits, keyBits, level)).isEqualTo(group);
    }

    @ParameterizedTest
    @CsvSource({"1024,80", "2048,112", "3072,128", "4096,152", "8192,192", "15360,256"})
    void shouldCountSecurityBitsOfRsaKeys(int modulus, int bits) {
        assertThat(Groups.rsaSecurityBits(modulus)).isEqualTo(bits);
    }

    @Test
    void shouldHaveABuiltInDheGroupUntil36() {
        assertThat(Groups.builtInDhe(new PostfixRelease(3, 6))).isEqualTo(Groups.FFDHE2048);
        assertThat(Groups.builtInDhe(V37)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sect571r1", "secp256k1", "K-283", "B-571", "prime192v1", "brainpoolP256t1"})
    void shouldKnowCurvesThatItDoesNotSupport(String name) {
        assertThat(Groups.knownButUnsupported(name)).isTrue();
        assertThat(Groups.byObjectName(name)).isEmpty();
    }

    private static void check(GroupList list, String expected) {
        List<Integer> wanted = new ArrayList<>();
        for (String hex : Words.of(expected, " ")) {
            wanted.addAll(hex.equals("library") ? LIBRARY : List.of(Integer.parseInt(hex, 16)));
        }
        assertThat(list.groups()).isEqualTo(wanted);
    }
}
