package org.tlsproxy.maps;

import java.util.List;

/** What one table says to one key. */
public sealed interface Answer {

    /** @param value as stored: base64 of PEM text, if the table was made for server names */
    record Found(byte[] value) implements Answer { }

    /** There is no such key. */
    record Missing() implements Answer { }

    /** The table cannot tell. @param warnings why, may be empty; that the lookup failed is the asker's to say */
    record Failed(List<String> warnings) implements Answer { }

    Missing MISSING = new Missing();
}
