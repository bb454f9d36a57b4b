package org.tlsproxy.policy;

import static org.tlsproxy.policy.CipherTraits.ADSS;
import static org.tlsproxy.policy.CipherTraits.AEAD;
import static org.tlsproxy.policy.CipherTraits.AECDSA;
import static org.tlsproxy.policy.CipherTraits.AES128;
import static org.tlsproxy.policy.CipherTraits.AES128_CCM;
import static org.tlsproxy.policy.CipherTraits.AES128_CCM8;
import static org.tlsproxy.policy.CipherTraits.AES128_GCM;
import static org.tlsproxy.policy.CipherTraits.AES256;
import static org.tlsproxy.policy.CipherTraits.AES256_CCM;
import static org.tlsproxy.policy.CipherTraits.AES256_CCM8;
import static org.tlsproxy.policy.CipherTraits.AES256_GCM;
import static org.tlsproxy.policy.CipherTraits.ANULL;
import static org.tlsproxy.policy.CipherTraits.APSK;
import static org.tlsproxy.policy.CipherTraits.ARIA128;
import static org.tlsproxy.policy.CipherTraits.ARIA256;
import static org.tlsproxy.policy.CipherTraits.ARSA;
import static org.tlsproxy.policy.CipherTraits.ASRP;
import static org.tlsproxy.policy.CipherTraits.CAMELLIA128;
import static org.tlsproxy.policy.CipherTraits.CAMELLIA256;
import static org.tlsproxy.policy.CipherTraits.CHACHA20;
import static org.tlsproxy.policy.CipherTraits.ENULL;
import static org.tlsproxy.policy.CipherTraits.FIPS;
import static org.tlsproxy.policy.CipherTraits.HIGH;
import static org.tlsproxy.policy.CipherTraits.KDHE;
import static org.tlsproxy.policy.CipherTraits.KDHEPSK;
import static org.tlsproxy.policy.CipherTraits.KECDHE;
import static org.tlsproxy.policy.CipherTraits.KECDHEPSK;
import static org.tlsproxy.policy.CipherTraits.KPSK;
import static org.tlsproxy.policy.CipherTraits.KRSA;
import static org.tlsproxy.policy.CipherTraits.KRSAPSK;
import static org.tlsproxy.policy.CipherTraits.KSRP;
import static org.tlsproxy.policy.CipherTraits.MD5;
import static org.tlsproxy.policy.CipherTraits.NOT_DEFAULT;
import static org.tlsproxy.policy.CipherTraits.SHA1;
import static org.tlsproxy.policy.CipherTraits.SHA256;
import static org.tlsproxy.policy.CipherTraits.SHA384;
import static org.tlsproxy.policy.CipherTraits.SSL3;
import static org.tlsproxy.policy.CipherTraits.STRONG_NONE;
import static org.tlsproxy.policy.CipherTraits.TLS10;
import static org.tlsproxy.policy.CipherTraits.TLS12;

import java.util.List;
import java.util.Optional;

/**
 * The cipher suites that a distribution's OpenSSL 3.0 is built with, in the order from which cipher lists start.
 *
 * <p>A table in code, not a resource: made at class loading without parsing (0.3 ms in a fresh process), and compared row by row
 * with the machine's {@code openssl ciphers} by a test.
 */
public final class CipherSuites {

    public static final int TLS_AES_128_GCM_SHA256 = 0x1301;
    public static final int TLS_AES_256_GCM_SHA384 = 0x1302;
    public static final int TLS_CHACHA20_POLY1305_SHA256 = 0x1303;

    /** TLS 1.3's suites in the order that Postfix always uses: neither grade nor exclusions nor lists change it. */
    public static final List<Integer> TLS13 =
        List.of(TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256);

    private static final CipherSuite[] TLS13_TABLE = {
        new CipherSuite(TLS_AES_256_GCM_SHA384, "TLS_AES_256_GCM_SHA384", 0),
        new CipherSuite(TLS_CHACHA20_POLY1305_SHA256, "TLS_CHACHA20_POLY1305_SHA256", 0),
        new CipherSuite(TLS_AES_128_GCM_SHA256, "TLS_AES_128_GCM_SHA256", 0),
    };

    private static final CipherSuite[] TABLE = {
        suite(0xc02c, "ECDHE-ECDSA-AES256-GCM-SHA384", TLS12 | KECDHE | AECDSA | AES256_GCM | AEAD | FIPS),
        suite(0xc030, "ECDHE-RSA-AES256-GCM-SHA384", TLS12 | KECDHE | ARSA | AES256_GCM | AEAD | FIPS),
        suite(0x00a3, "DHE-DSS-AES256-GCM-SHA384", TLS12 | KDHE | ADSS | AES256_GCM | AEAD | FIPS | NOT_DEFAULT),
        suite(0x009f, "DHE-RSA-AES256-GCM-SHA384", TLS12 | KDHE | ARSA | AES256_GCM | AEAD | FIPS),
        suite(0xcca9, "ECDHE-ECDSA-CHACHA20-POLY1305", TLS12 | KECDHE | AECDSA | CHACHA20 | AEAD),
        suite(0xcca8, "ECDHE-RSA-CHACHA20-POLY1305", TLS12 | KECDHE | ARSA | CHACHA20 | AEAD),
        suite(0xccaa, "DHE-RSA-CHACHA20-POLY1305", TLS12 | KDHE | ARSA | CHACHA20 | AEAD),
        suite(0xc0af, "ECDHE-ECDSA-AES256-CCM8", TLS12 | KECDHE | AECDSA | AES256_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc0ad, "ECDHE-ECDSA-AES256-CCM", TLS12 | KECDHE | AECDSA | AES256_CCM | AEAD | NOT_DEFAULT),
        suite(0xc0a3, "DHE-RSA-AES256-CCM8", TLS12 | KDHE | ARSA | AES256_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc09f, "DHE-RSA-AES256-CCM", TLS12 | KDHE | ARSA | AES256_CCM | AEAD | NOT_DEFAULT),
        suite(0xc05d, "ECDHE-ECDSA-ARIA256-GCM-SHA384", TLS12 | KECDHE | AECDSA | ARIA256 | AEAD | NOT_DEFAULT),
        suite(0xc061, "ECDHE-ARIA256-GCM-SHA384", TLS12 | KECDHE | ARSA | ARIA256 | AEAD | NOT_DEFAULT),
        suite(0xc057, "DHE-DSS-ARIA256-GCM-SHA384", TLS12 | KDHE | ADSS | ARIA256 | AEAD | NOT_DEFAULT),
        suite(0xc053, "DHE-RSA-ARIA256-GCM-SHA384", TLS12 | KDHE | ARSA | ARIA256 | AEAD | NOT_DEFAULT),
        suite(0x00a7, "ADH-AES256-GCM-SHA384", TLS12 | KDHE | ANULL | AES256_GCM | AEAD | FIPS | NOT_DEFAULT),
        suite(0xc02b, "ECDHE-ECDSA-AES128-GCM-SHA256", TLS12 | KECDHE | AECDSA | AES128_GCM | AEAD | FIPS),
        suite(0xc02f, "ECDHE-RSA-AES128-GCM-SHA256", TLS12 | KECDHE | ARSA | AES128_GCM | AEAD | FIPS),
        suite(0x00a2, "DHE-DSS-AES128-GCM-SHA256", TLS12 | KDHE | ADSS | AES128_GCM | AEAD | FIPS | NOT_DEFAULT),
        suite(0x009e, "DHE-RSA-AES128-GCM-SHA256", TLS12 | KDHE | ARSA | AES128_GCM | AEAD | FIPS),
        suite(0xc0ae, "ECDHE-ECDSA-AES128-CCM8", TLS12 | KECDHE | AECDSA | AES128_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc0ac, "ECDHE-ECDSA-AES128-CCM", TLS12 | KECDHE | AECDSA | AES128_CCM | AEAD | NOT_DEFAULT),
        suite(0xc0a2, "DHE-RSA-AES128-CCM8", TLS12 | KDHE | ARSA | AES128_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc09e, "DHE-RSA-AES128-CCM", TLS12 | KDHE | ARSA | AES128_CCM | AEAD | NOT_DEFAULT),
        suite(0xc05c, "ECDHE-ECDSA-ARIA128-GCM-SHA256", TLS12 | KECDHE | AECDSA | ARIA128 | AEAD | NOT_DEFAULT),
        suite(0xc060, "ECDHE-ARIA128-GCM-SHA256", TLS12 | KECDHE | ARSA | ARIA128 | AEAD | NOT_DEFAULT),
        suite(0xc056, "DHE-DSS-ARIA128-GCM-SHA256", TLS12 | KDHE | ADSS | ARIA128 | AEAD | NOT_DEFAULT),
        suite(0xc052, "DHE-RSA-ARIA128-GCM-SHA256", TLS12 | KDHE | ARSA | ARIA128 | AEAD | NOT_DEFAULT),
        suite(0x00a6, "ADH-AES128-GCM-SHA256", TLS12 | KDHE | ANULL | AES128_GCM | AEAD | FIPS | NOT_DEFAULT),
        suite(0xc024, "ECDHE-ECDSA-AES256-SHA384", TLS12 | KECDHE | AECDSA | AES256 | SHA384 | FIPS),
        suite(0xc028, "ECDHE-RSA-AES256-SHA384", TLS12 | KECDHE | ARSA | AES256 | SHA384 | FIPS),
        suite(0x006b, "DHE-RSA-AES256-SHA256", TLS12 | KDHE | ARSA | AES256 | SHA256 | FIPS),
        suite(0x006a, "DHE-DSS-AES256-SHA256", TLS12 | KDHE | ADSS | AES256 | SHA256 | FIPS | NOT_DEFAULT),
        suite(0xc073, "ECDHE-ECDSA-CAMELLIA256-SHA384", TLS12 | KECDHE | AECDSA | CAMELLIA256 | SHA384 | NOT_DEFAULT),
        suite(0xc077, "ECDHE-RSA-CAMELLIA256-SHA384", TLS12 | KECDHE | ARSA | CAMELLIA256 | SHA384 | NOT_DEFAULT),
        suite(0x00c4, "DHE-RSA-CAMELLIA256-SHA256", TLS12 | KDHE | ARSA | CAMELLIA256 | SHA256 | NOT_DEFAULT),
        suite(0x00c3, "DHE-DSS-CAMELLIA256-SHA256", TLS12 | KDHE | ADSS | CAMELLIA256 | SHA256 | NOT_DEFAULT),
        suite(0x006d, "ADH-AES256-SHA256", TLS12 | KDHE | ANULL | AES256 | SHA256 | FIPS | NOT_DEFAULT),
        suite(0x00c5, "ADH-CAMELLIA256-SHA256", TLS12 | KDHE | ANULL | CAMELLIA256 | SHA256 | NOT_DEFAULT),
        suite(0xc023, "ECDHE-ECDSA-AES128-SHA256", TLS12 | KECDHE | AECDSA | AES128 | SHA256 | FIPS),
        suite(0xc027, "ECDHE-RSA-AES128-SHA256", TLS12 | KECDHE | ARSA | AES128 | SHA256 | FIPS),
        suite(0x0067, "DHE-RSA-AES128-SHA256", TLS12 | KDHE | ARSA | AES128 | SHA256 | FIPS),
        suite(0x0040, "DHE-DSS-AES128-SHA256", TLS12 | KDHE | ADSS | AES128 | SHA256 | FIPS | NOT_DEFAULT),
        suite(0xc072, "ECDHE-ECDSA-CAMELLIA128-SHA256", TLS12 | KECDHE | AECDSA | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0xc076, "ECDHE-RSA-CAMELLIA128-SHA256", TLS12 | KECDHE | ARSA | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0x00be, "DHE-RSA-CAMELLIA128-SHA256", TLS12 | KDHE | ARSA | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0x00bd, "DHE-DSS-CAMELLIA128-SHA256", TLS12 | KDHE | ADSS | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0x006c, "ADH-AES128-SHA256", TLS12 | KDHE | ANULL | AES128 | SHA256 | FIPS | NOT_DEFAULT),
        suite(0x00bf, "ADH-CAMELLIA128-SHA256", TLS12 | KDHE | ANULL | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0xc00a, "ECDHE-ECDSA-AES256-SHA", TLS10 | KECDHE | AECDSA | AES256 | SHA1 | FIPS),
        suite(0xc014, "ECDHE-RSA-AES256-SHA", TLS10 | KECDHE | ARSA | AES256 | SHA1 | FIPS),
        suite(0x0039, "DHE-RSA-AES256-SHA", SSL3 | KDHE | ARSA | AES256 | SHA1 | FIPS),
        suite(0x0038, "DHE-DSS-AES256-SHA", SSL3 | KDHE | ADSS | AES256 | SHA1 | FIPS | NOT_DEFAULT),
        suite(0x0088, "DHE-RSA-CAMELLIA256-SHA", SSL3 | KDHE | ARSA | CAMELLIA256 | SHA1 | NOT_DEFAULT),
        suite(0x0087, "DHE-DSS-CAMELLIA256-SHA", SSL3 | KDHE | ADSS | CAMELLIA256 | SHA1 | NOT_DEFAULT),
        suite(0xc019, "AECDH-AES256-SHA", TLS10 | KECDHE | ANULL | AES256 | SHA1 | FIPS | NOT_DEFAULT),
        suite(0x003a, "ADH-AES256-SHA", SSL3 | KDHE | ANULL | AES256 | SHA1 | FIPS | NOT_DEFAULT),
        suite(0x0089, "ADH-CAMELLIA256-SHA", SSL3 | KDHE | ANULL | CAMELLIA256 | SHA1 | NOT_DEFAULT),
        suite(0xc009, "ECDHE-ECDSA-AES128-SHA", TLS10 | KECDHE | AECDSA | AES128 | SHA1 | FIPS),
        suite(0xc013, "ECDHE-RSA-AES128-SHA", TLS10 | KECDHE | ARSA | AES128 | SHA1 | FIPS),
        suite(0x0033, "DHE-RSA-AES128-SHA", SSL3 | KDHE | ARSA | AES128 | SHA1 | FIPS),
        suite(0x0032, "DHE-DSS-AES128-SHA", SSL3 | KDHE | ADSS | AES128 | SHA1 | FIPS | NOT_DEFAULT),
        suite(0x0045, "DHE-RSA-CAMELLIA128-SHA", SSL3 | KDHE | ARSA | CAMELLIA128 | SHA1 | NOT_DEFAULT),
        suite(0x0044, "DHE-DSS-CAMELLIA128-SHA", SSL3 | KDHE | ADSS | CAMELLIA128 | SHA1 | NOT_DEFAULT),
        suite(0xc018, "AECDH-AES128-SHA", TLS10 | KECDHE | ANULL | AES128 | SHA1 | FIPS | NOT_DEFAULT),
        suite(0x0034, "ADH-AES128-SHA", SSL3 | KDHE | ANULL | AES128 | SHA1 | FIPS | NOT_DEFAULT),
        suite(0x0046, "ADH-CAMELLIA128-SHA", SSL3 | KDHE | ANULL | CAMELLIA128 | SHA1 | NOT_DEFAULT),
        suite(0xc006, "ECDHE-ECDSA-NULL-SHA", TLS10 | KECDHE | AECDSA | ENULL | SHA1),
        suite(0xc010, "ECDHE-RSA-NULL-SHA", TLS10 | KECDHE | ARSA | ENULL | SHA1),
        suite(0x00ad, "RSA-PSK-AES256-GCM-SHA384", TLS12 | KRSAPSK | ARSA | AES256_GCM | AEAD | FIPS),
        suite(0x00ab, "DHE-PSK-AES256-GCM-SHA384", TLS12 | KDHEPSK | APSK | AES256_GCM | AEAD | FIPS),
        suite(0xccae, "RSA-PSK-CHACHA20-POLY1305", TLS12 | KRSAPSK | ARSA | CHACHA20 | AEAD),
        suite(0xccad, "DHE-PSK-CHACHA20-POLY1305", TLS12 | KDHEPSK | APSK | CHACHA20 | AEAD),
        suite(0xccac, "ECDHE-PSK-CHACHA20-POLY1305", TLS12 | KECDHEPSK | APSK | CHACHA20 | AEAD),
        suite(0xc0ab, "DHE-PSK-AES256-CCM8", TLS12 | KDHEPSK | APSK | AES256_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc0a7, "DHE-PSK-AES256-CCM", TLS12 | KDHEPSK | APSK | AES256_CCM | AEAD | NOT_DEFAULT),
        suite(0xc06f, "RSA-PSK-ARIA256-GCM-SHA384", TLS12 | KRSAPSK | ARSA | ARIA256 | AEAD | NOT_DEFAULT),
        suite(0xc06d, "DHE-PSK-ARIA256-GCM-SHA384", TLS12 | KDHEPSK | APSK | ARIA256 | AEAD | NOT_DEFAULT),
        suite(0x009d, "AES256-GCM-SHA384", TLS12 | KRSA | ARSA | AES256_GCM | AEAD | FIPS),
        suite(0xc0a1, "AES256-CCM8", TLS12 | KRSA | ARSA | AES256_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc09d, "AES256-CCM", TLS12 | KRSA | ARSA | AES256_CCM | AEAD | NOT_DEFAULT),
        suite(0xc051, "ARIA256-GCM-SHA384", TLS12 | KRSA | ARSA | ARIA256 | AEAD | NOT_DEFAULT),
        suite(0x00a9, "PSK-AES256-GCM-SHA384", TLS12 | KPSK | APSK | AES256_GCM | AEAD | FIPS),
        suite(0xccab, "PSK-CHACHA20-POLY1305", TLS12 | KPSK | APSK | CHACHA20 | AEAD),
        suite(0xc0a9, "PSK-AES256-CCM8", TLS12 | KPSK | APSK | AES256_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc0a5, "PSK-AES256-CCM", TLS12 | KPSK | APSK | AES256_CCM | AEAD | NOT_DEFAULT),
        suite(0xc06b, "PSK-ARIA256-GCM-SHA384", TLS12 | KPSK | APSK | ARIA256 | AEAD | NOT_DEFAULT),
        suite(0x00ac, "RSA-PSK-AES128-GCM-SHA256", TLS12 | KRSAPSK | ARSA | AES128_GCM | AEAD | FIPS),
        suite(0x00aa, "DHE-PSK-AES128-GCM-SHA256", TLS12 | KDHEPSK | APSK | AES128_GCM | AEAD | FIPS),
        suite(0xc0aa, "DHE-PSK-AES128-CCM8", TLS12 | KDHEPSK | APSK | AES128_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc0a6, "DHE-PSK-AES128-CCM", TLS12 | KDHEPSK | APSK | AES128_CCM | AEAD | NOT_DEFAULT),
        suite(0xc06e, "RSA-PSK-ARIA128-GCM-SHA256", TLS12 | KRSAPSK | ARSA | ARIA128 | AEAD | NOT_DEFAULT),
        suite(0xc06c, "DHE-PSK-ARIA128-GCM-SHA256", TLS12 | KDHEPSK | APSK | ARIA128 | AEAD | NOT_DEFAULT),
        suite(0x009c, "AES128-GCM-SHA256", TLS12 | KRSA | ARSA | AES128_GCM | AEAD | FIPS),
        suite(0xc0a0, "AES128-CCM8", TLS12 | KRSA | ARSA | AES128_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc09c, "AES128-CCM", TLS12 | KRSA | ARSA | AES128_CCM | AEAD | NOT_DEFAULT),
        suite(0xc050, "ARIA128-GCM-SHA256", TLS12 | KRSA | ARSA | ARIA128 | AEAD | NOT_DEFAULT),
        suite(0x00a8, "PSK-AES128-GCM-SHA256", TLS12 | KPSK | APSK | AES128_GCM | AEAD | FIPS),
        suite(0xc0a8, "PSK-AES128-CCM8", TLS12 | KPSK | APSK | AES128_CCM8 | AEAD | NOT_DEFAULT),
        suite(0xc0a4, "PSK-AES128-CCM", TLS12 | KPSK | APSK | AES128_CCM | AEAD | NOT_DEFAULT),
        suite(0xc06a, "PSK-ARIA128-GCM-SHA256", TLS12 | KPSK | APSK | ARIA128 | AEAD | NOT_DEFAULT),
        suite(0x003d, "AES256-SHA256", TLS12 | KRSA | ARSA | AES256 | SHA256 | FIPS),
        suite(0x00c0, "CAMELLIA256-SHA256", TLS12 | KRSA | ARSA | CAMELLIA256 | SHA256 | NOT_DEFAULT),
        suite(0x003c, "AES128-SHA256", TLS12 | KRSA | ARSA | AES128 | SHA256 | FIPS),
        suite(0x00ba, "CAMELLIA128-SHA256", TLS12 | KRSA | ARSA | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0xc015, "AECDH-NULL-SHA", TLS10 | KECDHE | ANULL | ENULL | SHA1),
        suite(0xc038, "ECDHE-PSK-AES256-CBC-SHA384", TLS10 | KECDHEPSK | APSK | AES256 | SHA384 | FIPS),
        suite(0xc036, "ECDHE-PSK-AES256-CBC-SHA", TLS10 | KECDHEPSK | APSK | AES256 | SHA1 | FIPS),
        suite(0xc022, "SRP-DSS-AES-256-CBC-SHA", SSL3 | KSRP | ADSS | AES256 | SHA1 | NOT_DEFAULT),
        suite(0x003b, "NULL-SHA256", TLS12 | KRSA | ARSA | ENULL | SHA256),
        suite(0xc021, "SRP-RSA-AES-256-CBC-SHA", SSL3 | KSRP | ARSA | AES256 | SHA1),
        suite(0xc020, "SRP-AES-256-CBC-SHA", SSL3 | KSRP | ASRP | AES256 | SHA1),
        suite(0x00b7, "RSA-PSK-AES256-CBC-SHA384", TLS10 | KRSAPSK | ARSA | AES256 | SHA384 | FIPS),
        suite(0x00b3, "DHE-PSK-AES256-CBC-SHA384", TLS10 | KDHEPSK | APSK | AES256 | SHA384 | FIPS),
        suite(0x0095, "RSA-PSK-AES256-CBC-SHA", SSL3 | KRSAPSK | ARSA | AES256 | SHA1 | FIPS),
        suite(0x0091, "DHE-PSK-AES256-CBC-SHA", SSL3 | KDHEPSK | APSK | AES256 | SHA1 | FIPS),
        suite(0xc09b, "ECDHE-PSK-CAMELLIA256-SHA384", TLS10 | KECDHEPSK | APSK | CAMELLIA256 | SHA384 | NOT_DEFAULT),
        suite(0xc099, "RSA-PSK-CAMELLIA256-SHA384", TLS10 | KRSAPSK | ARSA | CAMELLIA256 | SHA384 | NOT_DEFAULT),
        suite(0xc097, "DHE-PSK-CAMELLIA256-SHA384", TLS10 | KDHEPSK | APSK | CAMELLIA256 | SHA384 | NOT_DEFAULT),
        suite(0x0035, "AES256-SHA", SSL3 | KRSA | ARSA | AES256 | SHA1 | FIPS),
        suite(0x0084, "CAMELLIA256-SHA", SSL3 | KRSA | ARSA | CAMELLIA256 | SHA1 | NOT_DEFAULT),
        suite(0x00af, "PSK-AES256-CBC-SHA384", TLS10 | KPSK | APSK | AES256 | SHA384 | FIPS),
        suite(0x008d, "PSK-AES256-CBC-SHA", SSL3 | KPSK | APSK | AES256 | SHA1 | FIPS),
        suite(0xc095, "PSK-CAMELLIA256-SHA384", TLS10 | KPSK | APSK | CAMELLIA256 | SHA384 | NOT_DEFAULT),
        suite(0xc037, "ECDHE-PSK-AES128-CBC-SHA256", TLS10 | KECDHEPSK | APSK | AES128 | SHA256 | FIPS),
        suite(0xc035, "ECDHE-PSK-AES128-CBC-SHA", TLS10 | KECDHEPSK | APSK | AES128 | SHA1 | FIPS),
        suite(0xc01f, "SRP-DSS-AES-128-CBC-SHA", SSL3 | KSRP | ADSS | AES128 | SHA1 | NOT_DEFAULT),
        suite(0xc01e, "SRP-RSA-AES-128-CBC-SHA", SSL3 | KSRP | ARSA | AES128 | SHA1),
        suite(0xc01d, "SRP-AES-128-CBC-SHA", SSL3 | KSRP | ASRP | AES128 | SHA1),
        suite(0x00b6, "RSA-PSK-AES128-CBC-SHA256", TLS10 | KRSAPSK | ARSA | AES128 | SHA256 | FIPS),
        suite(0x00b2, "DHE-PSK-AES128-CBC-SHA256", TLS10 | KDHEPSK | APSK | AES128 | SHA256 | FIPS),
        suite(0x0094, "RSA-PSK-AES128-CBC-SHA", SSL3 | KRSAPSK | ARSA | AES128 | SHA1 | FIPS),
        suite(0x0090, "DHE-PSK-AES128-CBC-SHA", SSL3 | KDHEPSK | APSK | AES128 | SHA1 | FIPS),
        suite(0xc09a, "ECDHE-PSK-CAMELLIA128-SHA256", TLS10 | KECDHEPSK | APSK | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0xc098, "RSA-PSK-CAMELLIA128-SHA256", TLS10 | KRSAPSK | ARSA | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0xc096, "DHE-PSK-CAMELLIA128-SHA256", TLS10 | KDHEPSK | APSK | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0x002f, "AES128-SHA", SSL3 | KRSA | ARSA | AES128 | SHA1 | FIPS),
        suite(0x0041, "CAMELLIA128-SHA", SSL3 | KRSA | ARSA | CAMELLIA128 | SHA1 | NOT_DEFAULT),
        suite(0x00ae, "PSK-AES128-CBC-SHA256", TLS10 | KPSK | APSK | AES128 | SHA256 | FIPS),
        suite(0x008c, "PSK-AES128-CBC-SHA", SSL3 | KPSK | APSK | AES128 | SHA1 | FIPS),
        suite(0xc094, "PSK-CAMELLIA128-SHA256", TLS10 | KPSK | APSK | CAMELLIA128 | SHA256 | NOT_DEFAULT),
        suite(0xc03b, "ECDHE-PSK-NULL-SHA384", TLS10 | KECDHEPSK | APSK | ENULL | SHA384),
        suite(0xc03a, "ECDHE-PSK-NULL-SHA256", TLS10 | KECDHEPSK | APSK | ENULL | SHA256),
        suite(0xc039, "ECDHE-PSK-NULL-SHA", TLS10 | KECDHEPSK | APSK | ENULL | SHA1),
        suite(0x00b9, "RSA-PSK-NULL-SHA384", TLS10 | KRSAPSK | ARSA | ENULL | SHA384),
        suite(0x00b8, "RSA-PSK-NULL-SHA256", TLS10 | KRSAPSK | ARSA | ENULL | SHA256),
        suite(0x00b5, "DHE-PSK-NULL-SHA384", TLS10 | KDHEPSK | APSK | ENULL | SHA384),
        suite(0x00b4, "DHE-PSK-NULL-SHA256", TLS10 | KDHEPSK | APSK | ENULL | SHA256),
        suite(0x002e, "RSA-PSK-NULL-SHA", SSL3 | KRSAPSK | ARSA | ENULL | SHA1),
        suite(0x002d, "DHE-PSK-NULL-SHA", SSL3 | KDHEPSK | APSK | ENULL | SHA1),
        suite(0x0002, "NULL-SHA", SSL3 | KRSA | ARSA | ENULL | SHA1),
        suite(0x0001, "NULL-MD5", SSL3 | KRSA | ARSA | ENULL | MD5),
        suite(0x00b1, "PSK-NULL-SHA384", TLS10 | KPSK | APSK | ENULL | SHA384),
        suite(0x00b0, "PSK-NULL-SHA256", TLS10 | KPSK | APSK | ENULL | SHA256),
        suite(0x002c, "PSK-NULL-SHA", SSL3 | KPSK | APSK | ENULL | SHA1),
    };

    private CipherSuites() { }

    /** The suite with a wire value, of any TLS version. */
    public static Optional<CipherSuite> byId(int id) {
        Optional<CipherSuite> modern = find(TLS13_TABLE, id);
        return modern.isPresent() ? modern : find(TABLE, id);
    }

    /** The suite with OpenSSL's name, TLS 1.2 and older only: cipher lists know no others. */
    static Optional<CipherSuite> byName(String name) {
        for (CipherSuite suite : TABLE) {
            if (suite.name().equals(name)) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** A copy of the table, TLS 1.2 and older only. */
    static CipherSuite[] table() {
        return TABLE.clone();
    }

    private static Optional<CipherSuite> find(CipherSuite[] table, int id) {
        for (CipherSuite suite : table) {
            if (suite.id() == id) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    private static CipherSuite suite(int id, String name, long traits) {
        return new CipherSuite(id, name, traits | ((traits & ENULL) != 0 ? STRONG_NONE : HIGH));
    }
}
