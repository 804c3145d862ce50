/* A stand-in for Windows' own bcryptprimitives.dll, which Rust's standard library asks for random
   numbers and which Wine 8 lacks. It lies beside muster.exe in tests under Wine and is never
   shipped: `.ci/windows` builds it. */

#include <windows.h>

/* RtlGenRandom, under the name by which advapi32 exports it. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length)
{
    while (length > 0) {
        ULONG part = length > 0x10000000 ? 0x10000000 : (ULONG)length;
        if (!SystemFunction036(buffer, part))
            return FALSE;
        buffer += part;
        length -= part;
    }
    return TRUE;
}
