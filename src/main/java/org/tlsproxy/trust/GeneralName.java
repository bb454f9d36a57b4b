package org.tlsproxy.trust;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.trust.Der.MalformedException;

/**
 * One of a certificate's alternative names.
 *
 * @param kind  RFC 5280's choice
 * @param value content; for a directory name the DER Name
 */
record GeneralName(int kind, byte[] value) {

    static final int EMAIL = 1;
    static final int DNS = 2;
    static final int DIRECTORY = 4;
    static final int URI = 6;
    static final int ADDRESS = 7;

    private static final int KIND = 0x1f;

    /** @param names the content of GeneralNames */
    static List<GeneralName> list(Der names) throws MalformedException {
        List<GeneralName> found = new ArrayList<>();
        while (!names.isEmpty()) {
            found.add(next(names));
        }
        return List.copyOf(found);
    }

    static GeneralName next(Der names) throws MalformedException {
        int tag = names.tag();
        return new GeneralName(tag & KIND, names.into(tag).rest());
    }
}
