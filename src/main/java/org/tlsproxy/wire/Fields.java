package org.tlsproxy.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of an attribute list in the order of its table, taken one after the other; absent ones read as empty or 0. */
final class Fields {

    private final Object[] values;
    private int next;

    Fields(Object[] values) {
        this.values = values;
    }

    boolean isNextPresent() {
        return values[next] != null;
    }

    String text() {
        Object value = values[next++];
        return value == null ? "" : (String) value;
    }

    int number() {
        Object value = values[next++];
        return value == null ? 0 : (Integer) value;
    }

    long longNumber() {
        Object value = values[next++];
        return value == null ? 0 : (Long) value;
    }

    boolean flag() {
        return number() != 0;
    }

    byte[] data() {
        Object value = values[next++];
        return value == null ? new byte[0] : (byte[]) value;
    }

    List<Object[]> groups() {
        return groups(values[next++]);
    }

    List<String> strings() {
        return textsOf(groups());
    }

    /** The values of the next rows, as a table of their own. */
    Object[] take(int count) {
        next += count;
        return Arrays.copyOfRange(values, next - count, next);
    }

    @SuppressWarnings("unchecked")
    static List<Object[]> groups(Object value) {
        return value == null ? List.of() : (List<Object[]>) value;
    }

    private static List<String> textsOf(List<Object[]> groups) {
        List<String> texts = new ArrayList<>(groups.size());
        for (Object[] group : groups) {
            texts.add((String) group[0]);
        }
        return List.copyOf(texts);
    }

    static List<Object[]> ofStrings(List<String> texts) {
        List<Object[]> groups = new ArrayList<>(texts.size());
        for (String text : texts) {
            groups.add(new Object[] {text});
        }
        return groups;
    }

    static Integer ofFlag(boolean flag) {
        return flag ? 1 : 0;
    }

    static Object[] join(Object[]... parts) {
        List<Object> all = new ArrayList<>();
        for (Object[] part : parts) {
            all.addAll(Arrays.asList(part));
        }
        return all.toArray();
    }
}
