package org.tlsproxy.engine;

import java.util.HashMap;
import java.util.Map;

/** The cipher suites by the names and key sizes that OpenSSL 3.0 reports for them. */
final class Suites {

    /** Wire value, OpenSSL's name, bits; for all of these the strength is the size of the key. */
    private static final String TABLE = ""
        + "1302 TLS_AES_256_GCM_SHA384 256\n"
        + "1303 TLS_CHACHA20_POLY1305_SHA256 256\n"
        + "1301 TLS_AES_128_GCM_SHA256 128\n"
        + "c02c ECDHE-ECDSA-AES256-GCM-SHA384 256\n"
        + "c030 ECDHE-RSA-AES256-GCM-SHA384 256\n"
        + "00a3 DHE-DSS-AES256-GCM-SHA384 256\n"
        + "009f DHE-RSA-AES256-GCM-SHA384 256\n"
        + "cca9 ECDHE-ECDSA-CHACHA20-POLY1305 256\n"
        + "cca8 ECDHE-RSA-CHACHA20-POLY1305 256\n"
        + "ccaa DHE-RSA-CHACHA20-POLY1305 256\n"
        + "c0af ECDHE-ECDSA-AES256-CCM8 256\n"
        + "c0ad ECDHE-ECDSA-AES256-CCM 256\n"
        + "c0a3 DHE-RSA-AES256-CCM8 256\n"
        + "c09f DHE-RSA-AES256-CCM 256\n"
        + "c05d ECDHE-ECDSA-ARIA256-GCM-SHA384 256\n"
        + "c061 ECDHE-ARIA256-GCM-SHA384 256\n"
        + "c057 DHE-DSS-ARIA256-GCM-SHA384 256\n"
        + "c053 DHE-RSA-ARIA256-GCM-SHA384 256\n"
        + "00a7 ADH-AES256-GCM-SHA384 256\n"
        + "c02b ECDHE-ECDSA-AES128-GCM-SHA256 128\n"
        + "c02f ECDHE-RSA-AES128-GCM-SHA256 128\n"
        + "00a2 DHE-DSS-AES128-GCM-SHA256 128\n"
        + "009e DHE-RSA-AES128-GCM-SHA256 128\n"
        + "c0ae ECDHE-ECDSA-AES128-CCM8 128\n"
        + "c0ac ECDHE-ECDSA-AES128-CCM 128\n"
        + "c0a2 DHE-RSA-AES128-CCM8 128\n"
        + "c09e DHE-RSA-AES128-CCM 128\n"
        + "c05c ECDHE-ECDSA-ARIA128-GCM-SHA256 128\n"
        + "c060 ECDHE-ARIA128-GCM-SHA256 128\n"
        + "c056 DHE-DSS-ARIA128-GCM-SHA256 128\n"
        + "c052 DHE-RSA-ARIA128-GCM-SHA256 128\n"
        + "00a6 ADH-AES128-GCM-SHA256 128\n"
        + "c024 ECDHE-ECDSA-AES256-SHA384 256\n"
        + "c028 ECDHE-RSA-AES256-SHA384 256\n"
        + "006b DHE-RSA-AES256-SHA256 256\n"
        + "006a DHE-DSS-AES256-SHA256 256\n"
        + "c073 ECDHE-ECDSA-CAMELLIA256-SHA384 256\n"
        + "c077 ECDHE-RSA-CAMELLIA256-SHA384 256\n"
        + "00c4 DHE-RSA-CAMELLIA256-SHA256 256\n"
        + "00c3 DHE-DSS-CAMELLIA256-SHA256 256\n"
        + "006d ADH-AES256-SHA256 256\n"
        + "00c5 ADH-CAMELLIA256-SHA256 256\n"
        + "c023 ECDHE-ECDSA-AES128-SHA256 128\n"
        + "c027 ECDHE-RSA-AES128-SHA256 128\n"
        + "0067 DHE-RSA-AES128-SHA256 128\n"
        + "0040 DHE-DSS-AES128-SHA256 128\n"
        + "c072 ECDHE-ECDSA-CAMELLIA128-SHA256 128\n"
        + "c076 ECDHE-RSA-CAMELLIA128-SHA256 128\n"
        + "00be DHE-RSA-CAMELLIA128-SHA256 128\n"
        + "00bd DHE-DSS-CAMELLIA128-SHA256 128\n"
        + "006c ADH-AES128-SHA256 128\n"
        + "00bf ADH-CAMELLIA128-SHA256 128\n"
        + "c00a ECDHE-ECDSA-AES256-SHA 256\n"
        + "c014 ECDHE-RSA-AES256-SHA 256\n"
        + "0039 DHE-RSA-AES256-SHA 256\n"
        + "0038 DHE-DSS-AES256-SHA 256\n"
        + "0088 DHE-RSA-CAMELLIA256-SHA 256\n"
        + "0087 DHE-DSS-CAMELLIA256-SHA 256\n"
        + "c019 AECDH-AES256-SHA 256\n"
        + "003a ADH-AES256-SHA 256\n"
        + "0089 ADH-CAMELLIA256-SHA 256\n"
        + "c009 ECDHE-ECDSA-AES128-SHA 128\n"
        + "c013 ECDHE-RSA-AES128-SHA 128\n"
        + "0033 DHE-RSA-AES128-SHA 128\n"
        + "0032 DHE-DSS-AES128-SHA 128\n"
        + "0045 DHE-RSA-CAMELLIA128-SHA 128\n"
        + "0044 DHE-DSS-CAMELLIA128-SHA 128\n"
        + "c018 AECDH-AES128-SHA 128\n"
        + "0034 ADH-AES128-SHA 128\n"
        + "0046 ADH-CAMELLIA128-SHA 128\n"
        + "009d AES256-GCM-SHA384 256\n"
        + "c0a1 AES256-CCM8 256\n"
        + "c09d AES256-CCM 256\n"
        + "c051 ARIA256-GCM-SHA384 256\n"
        + "009c AES128-GCM-SHA256 128\n"
        + "c0a0 AES128-CCM8 128\n"
        + "c09c AES128-CCM 128\n"
        + "c050 ARIA128-GCM-SHA256 128\n"
        + "003d AES256-SHA256 256\n"
        + "00c0 CAMELLIA256-SHA256 256\n"
        + "003c AES128-SHA256 128\n"
        + "00ba CAMELLIA128-SHA256 128\n"
        + "0035 AES256-SHA 256\n"
        + "0084 CAMELLIA256-SHA 256\n"
        + "002f AES128-SHA 128\n"
        + "0041 CAMELLIA128-SHA 128\n"
        + "c006 ECDHE-ECDSA-NULL-SHA 0\n"
        + "c010 ECDHE-RSA-NULL-SHA 0\n"
        + "c015 AECDH-NULL-SHA 0\n"
        + "003b NULL-SHA256 0\n"
        + "0002 NULL-SHA 0\n"
        + "0001 NULL-MD5 0\n";

    private static final Map<Integer, TlsFacts.Cipher> BY_ID = parse();

    private Suites() {
    }

    /** What OpenSSL calls the suite; a suite that it does not know goes by its number. */
    static TlsFacts.Cipher cipher(int suite) {
        TlsFacts.Cipher known = BY_ID.get(suite);
        return known != null ? known : new TlsFacts.Cipher(String.format("0x%04X", suite), 0, 0);
    }

    /** OpenSSL's security level 1: somebody is authenticated, something is encrypted, and the MAC is not MD5. */
    static boolean isStrong(int suite) {
        return !isAnonymous(suite) && !cipher(suite).name().contains("NULL-");
    }

    /** True if no certificate is shown. */
    static boolean isAnonymous(int suite) {
        String name = cipher(suite).name();
        return name.startsWith("ADH-") || name.startsWith("AECDH-");
    }

    /** True for suites that OpenSSL 3.0 knows. */
    static boolean isKnown(int suite) {
        return BY_ID.containsKey(suite);
    }

    static boolean isTls13(int suite) {
        return suite >>> 8 == 0x13;
    }

    /** True if the key exchange is ephemeral DH over a finite field, up to TLS 1.2. */
    static boolean isDhe(int suite) {
        String name = cipher(suite).name();
        return name.startsWith("DHE-") || name.startsWith("ADH-");
    }

    /** True if a secret is sent under the key of the certificate (up to TLS 1.2): the server signs nothing. */
    static boolean isRsaKeyExchange(int suite) {
        return !isTls13(suite) && !cipher(suite).name().contains("DH");
    }

    private static Map<Integer, TlsFacts.Cipher> parse() {
        Map<Integer, TlsFacts.Cipher> byId = new HashMap<>(256);
        int at = 0;
        while (at < TABLE.length()) {
            int end = TABLE.indexOf('\n', at);
            int name = TABLE.indexOf(' ', at) + 1;
            int bits = TABLE.indexOf(' ', name) + 1;
            int size = Integer.parseInt(TABLE, bits, end, 10);
            byId.put(Integer.parseInt(TABLE, at, name - 1, 16), new TlsFacts.Cipher(TABLE.substring(name, bits - 1), size, size));
            at = end + 1;
        }
        return byId;
    }
}
