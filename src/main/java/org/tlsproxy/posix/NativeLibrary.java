package org.tlsproxy.posix;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallContextCache;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;

/**
 * A shared library of the machine and its functions, called over jffi without generated classes: no start-up cost, nothing that
 * breaks in a chroot. Every argument and result is a machine word ({@code long}); ints are passed sign-extended and pointers as
 * addresses, which is what the x86-64 and aarch64 calling conventions allow for integer classes.
 *
 * <p>This is the door for {@code libcrypto} and {@code maps} too; they never see jffi.
 */
public final class NativeLibrary {

    private static final Invoker INVOKER = Invoker.getInstance();

    /** Kept reachable: jffi unloads a library whose Library object is collected. */
    private final Library library;
    private final String name;

    private NativeLibrary(Library library, String name) {
        this.library = library;
        this.name = name;
    }

    /**
     * @param soname for example {@code libc.so.6}; looked up by the dynamic linker
     * @throws UnsatisfiedLinkError if the machine has no such library
     */
    public static NativeLibrary open(String soname) {
        Library found = Library.openLibrary(soname, Library.LAZY | Library.LOCAL);
        if (found == null) {
            throw new UnsatisfiedLinkError(soname + ": " + Library.getLastError());
        }
        return new NativeLibrary(found, soname);
    }

    /** True if the library exports the symbol. */
    public boolean has(String symbol) {
        return library.getSymbolAddress(symbol) != 0;
    }

    /** The address of a function or datum. @throws UnsatisfiedLinkError if there is none */
    public long address(String symbol) {
        long address = library.getSymbolAddress(symbol);
        if (address == 0) {
            throw new UnsatisfiedLinkError(name + " has no " + symbol);
        }
        return address;
    }

    /**
     * A function whose result is a C {@code int}.
     *
     * @param parameters one letter each: {@code i} int, {@code l} long, size_t or pointer
     */
    public Function intFunction(String symbol, String parameters) {
        return new Function(context(Type.SINT32, parameters), address(symbol), parameters.length());
    }

    /** A function whose result is a {@code long}, {@code size_t} or pointer; parameters as in {@link #intFunction}. */
    public Function longFunction(String symbol, String parameters) {
        return new Function(context(Type.SINT64, parameters), address(symbol), parameters.length());
    }

    /** A function without result; calling it returns rubbish that must be ignored. Parameters as in {@link #intFunction}. */
    public Function voidFunction(String symbol, String parameters) {
        return new Function(context(Type.VOID, parameters), address(symbol), parameters.length());
    }

    private static CallContext context(Type result, String parameters) {
        Type[] types = new Type[parameters.length()];
        for (int i = 0; i < types.length; i++) {
            types[i] = parameters.charAt(i) == 'i' ? Type.SINT32 : Type.SINT64;
        }
        return CallContextCache.getInstance().getCallContext(result, types, CallingConvention.DEFAULT, true);
    }

    /** errno of this thread's last call through a {@link Function}. */
    public static int errno() {
        return LastError.getInstance().get();
    }

    /** A bound native function. Calls allocate nothing. */
    public static final class Function {

        private final CallContext context;
        private final long address;
        private final int arity;

        private Function(CallContext context, long address, int arity) {
            this.context = context;
            this.address = address;
            this.arity = arity;
            if (arity > 6) {
                throw new IllegalArgumentException("more than six parameters");
            }
        }

        public long call() {
            return INVOKER.invokeN0(context, address);
        }

        public long call(long a) {
            return INVOKER.invokeN1(context, address, a);
        }

        public long call(long a, long b) {
            return INVOKER.invokeN2(context, address, a, b);
        }

        public long call(long a, long b, long c) {
            return INVOKER.invokeN3(context, address, a, b, c);
        }

        public long call(long a, long b, long c, long d) {
            return INVOKER.invokeN4(context, address, a, b, c, d);
        }

        public long call(long a, long b, long c, long d, long e) {
            return INVOKER.invokeN5(context, address, a, b, c, d, e);
        }

        public long call(long a, long b, long c, long d, long e, long f) {
            return INVOKER.invokeN6(context, address, a, b, c, d, e, f);
        }

        /** How many arguments the function takes. */
        public int arity() {
            return arity;
        }
    }
}
