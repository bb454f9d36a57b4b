package org.tlsproxy.trust;

import java.math.BigInteger;
import java.util.Arrays;

/** OpenSSL's short names of the attributes that names are made of; others are dotted numbers. */
final class AttributeNames {

    private static final byte[] X500 = {0x55, 4};
    private static final byte[] PKCS9 = {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 9};
    private static final byte[] PILOT = {9, (byte) 0x92, 0x26, (byte) 0x89, (byte) 0x93, (byte) 0xf2, 0x2c, 0x64, 1};
    private static final byte[] JURISDICTION = {0x2b, 6, 1, 4, 1, (byte) 0x82, 0x37, 0x3c, 2, 1};

    private AttributeNames() { }

    /** @param oid without tag and length */
    static String name(byte[] oid) {
        int last = oid.length == 0 ? -1 : oid[oid.length - 1];
        String name = "";
        if (isUnder(X500, oid)) {
            name = x500(last);
        } else if (isUnder(PKCS9, oid)) {
            name = pkcs9(last);
        } else if (isUnder(PILOT, oid)) {
            name = pilot(last);
        } else if (isUnder(JURISDICTION, oid)) {
            name = jurisdiction(last);
        }
        return name.isEmpty() ? dotted(oid) : name;
    }

    private static boolean isUnder(byte[] arc, byte[] oid) {
        return oid.length == arc.length + 1 && Arrays.equals(oid, 0, arc.length, arc, 0, arc.length);
    }

    private static String x500(int last) {
        return switch (last) {
            case 3 -> "CN";
            case 4 -> "SN";
            case 5 -> "serialNumber";
            case 6 -> "C";
            case 7 -> "L";
            case 8 -> "ST";
            case 9 -> "street";
            case 10 -> "O";
            case 11 -> "OU";
            case 12 -> "title";
            case 13 -> "description";
            case 15 -> "businessCategory";
            case 16 -> "postalAddress";
            case 17 -> "postalCode";
            case 18 -> "postOfficeBox";
            case 20 -> "telephoneNumber";
            case 41 -> "name";
            case 42 -> "GN";
            case 43 -> "initials";
            case 44 -> "generationQualifier";
            case 45 -> "x500UniqueIdentifier";
            case 46 -> "dnQualifier";
            case 51 -> "houseIdentifier";
            case 54 -> "dmdName";
            case 65 -> "pseudonym";
            case 72 -> "role";
            case 97 -> "organizationIdentifier";
            case 99 -> "n3";
            default -> "";
        };
    }

    private static String pkcs9(int last) {
        return switch (last) {
            case 1 -> "emailAddress";
            case 2 -> "unstructuredName";
            case 7 -> "challengePassword";
            case 8 -> "unstructuredAddress";
            default -> "";
        };
    }

    private static String pilot(int last) {
        return switch (last) {
            case 1 -> "UID";
            case 3 -> "mail";
            case 25 -> "DC";
            default -> "";
        };
    }

    private static String jurisdiction(int last) {
        return switch (last) {
            case 1 -> "jurisdictionL";
            case 2 -> "jurisdictionST";
            case 3 -> "jurisdictionC";
            default -> "";
        };
    }

    private static String dotted(byte[] oid) {
        StringBuilder text = new StringBuilder();
        BigInteger number = BigInteger.ZERO;
        for (byte b : oid) {
            number = number.shiftLeft(7).or(BigInteger.valueOf(b & 0x7f));
            if (b >= 0) {
                if (text.length() == 0) {
                    int first = Math.min(2, number.min(BigInteger.valueOf(80)).intValue() / 40);
                    text.append(first).append('.').append(number.subtract(BigInteger.valueOf(first * 40L)));
                } else {
                    text.append('.').append(number);
                }
                number = BigInteger.ZERO;
            }
        }
        return text.toString();
    }
}
