# What javac makes of the text below: javac itself, in java.sh, takes minutes where code that is made while it runs is costly.
: <<'X'
import java.util.concurrent.*;
public class Hello {
    static volatile int sink;
    public static void main(String[] a) throws Exception {
        Thread[] threads = new Thread[10];
        int[] sum = new int[1];
        for (int i = 0; i < 10; i++) { int n = i; threads[i] = new Thread(() -> { synchronized (sum) { sum[0] += n; } }); threads[i].start(); }
        for (Thread t : threads) t.join();
        System.out.println("hello " + sum[0] + " " + System.getProperty("os.name"));
        // Compiled while it runs.
        int hash = 0;
        for (int i = 0; i < 2000000; i++) hash = 31 * hash + (i ^ hash >>> 3);
        System.out.println(hash);
        try { Object none = a.length > 5 ? a : null; none.hashCode(); } catch (NullPointerException e) { System.out.println("caught"); }
        Process child = new ProcessBuilder("sh", "-c", "echo child; exit 3").redirectErrorStream(true).start();
        System.out.println(new String(child.getInputStream().readAllBytes()).trim() + " " + child.waitFor());
        System.gc();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        System.out.println(pool.submit(() -> 6 * 7).get());
        pool.shutdown();
        System.exit(7);
    }
}
X
base64 -d <<X | xz -dc > Hello.class
/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AwPBiBdAGU/k0vgBotII7gFr9xRTIG6S1RoWU65PAIsVWS/49ja8e8pBF3GmPAJQ01H2byzfoG3FA
4wIbaHHKr28mO+I3xcG29eNSsD4JoLdwljEQe6K/0xhvpmOTD+Cjdh9aTeNMeHNV6V8Mi+mQSycI1KWOrG16k40semPbEcxbWiJpuJa7/AtPUZ
8sAokQ5ONSFckU8hZ1tdQ5BFnaha2oqD1qQRwwBlbh75W3XTPUbqSydAyhlL6wXP71mopVhKcqa6mbrfzW//hI7lwDRT5eE8EsVJuKGyS/JrkJ
CzypyZeYCteRnjQtIi11gsTSXN8juafiQQ+ny/ASxIaHpCEWppmG+3Mg2UjRW1/YQ+NcDRyuLfTxPjBcWwuRZnrUno1BSz/l6GwyXxcdf5DwHT
obrQESMmEOMXKW8gKeNnm+78KhUJ3Yin675mD2uxHUIJa2qPVLaLifBNxnUmJpyYk3Bd0vq2HmaOmIsh+1JRE7wXZpZKYWylm7QXbWaVtkBlCn
PKdhAUoSs3UeFFAESdvHoj+dvDZhe6Rz2I4swm2CvisfAqcV6ONsd8eL14lu0/AS8CTkKy0bqB9pfIy2Nz79pCB2uTreXpDlX3OS6Q2AoQj+fS
tkhJa/ja6vzGznbIGByosn+7clw5o/lgFpRHsl+7XJprfVZvleuhAJ6xhuwe+2/mNyw1/F+wbU7nXkJzW4CXiwDkf+YUruXbG1b1ZBFMcPsYhe
Em73sBRhFXn3Rz+vtEZJtfXuMedPj05P+dRewMs1e9IgrkIaXltCV6L6Goig2oR5tj89pdpWxGcO+pvkgJLK9kaEGEhuK74jAMYCFgOrIfZptR
ydXaCtg7l8wypbYwBacCUBrsy2mAHau3VN1sKGv+j46Rd0/AH/QcpgRCcXDTKxr/8YsJ3zL6sdVvzI7AHkiSMJ8DMlr2gl91ekuiB8QfZlx0GC
ZvlhRF0E+YJ2+/cjbcDsRGlabYk+MGjMrsxCNProjQ0UKokHUik/yosLZypYR9QdvCQXESDjB+Uh81acPO9jqKngAqmBSX5XMjbZQ81616CJ7T
JKmixd9WbDg55Mdt7zB4mR8N8WiO9HN1o/1ePqNOimcnSG15uguLDCL3eb9hb5obYIdFl6DUr7EG7WVgU+K9s7+DOyf4adnto8QA9+TdAOoRAe
jGCbQZB3vfnVLcJN1B0pSVo9tKbG1ajuu1ox1NNp5yCpWvQCwvUqJO3p5YeJv97/JNiM9q0Sjgwz26pymBIG6e9MFDOE8CIg69Lijf5ETLRAHP
o47NgJgkKHW0g1GaeNglydcjqOKtU6ZqqxdiYKDCPQrud+TfjBpsXWkEWWHgNBsnmOwWJb2VsAQfbzQPjCwRWAGCpMB0N8CyWxhREdLdJv8I0p
tysghTV2m8wkmSu6cwrU5lF/11UN2D4W/utNH7TnBrsLO37NdVxZVxPw/SHzwHFRxSipX1YatNgLc1lRv5mpJx8VQqlKn4px/9qg/zumDWpmw4
KMOrLvZBcopVQ2cEGlY3deEAysRWLuh3f+Uyf/FG1LrkX1b8u5WH+uxGED1zJYnx6oHQmSliqSPNp7SD6Q9x5SecGoOY1o61aeJsKpb2zTxEvQ
bwhpOt5QbHq0Sxbjs4pMntmSbdnrNEUhQgSDby4W57PVxvU5m7Qv3OjtjQZkzkNaJjCBahgeJ25zjsfSEfAVwfKdqB437es7kBbKePPE/1Z2xd
G1Bb3iK5JMnc7Xeq0X9cWlNBJkvgcX2TXXRq/e2tPQm6umlw434M3QF+GSD2W8p6Sl+6bgpIsYgRsbM0Wuj+R50K2hytDX0555+coiepZd2cry
zZ+NXNlIJgIwAk5j/jyaCgX9PdpE5V/60gp2IZUgULHtwwT3/B8g2XwmFQaNOwEsxHhYTDhCfVmIbwC52LUMM77AqQ/D0Md4O6RqeSr9sSsvol
X8REoDsWgz7wmC1rX6P9DbUshKcaT0QhA767cKlE4aCcpWtxfrH0mXQXaSkxqVeU6MNS5ol3UAVRrXjiEOO2kBVQF4otgRoJRLHAM2vB8pt1V3
HBcFHKJ5axgTmrBR04f9ijqFab8tpbgOeqcB9KNsfeAF3x28wuCLJNAAG8DJAYAAC++djEscRn+wIAAAAABFla
X
java Hello; echo $?; java -Xint -cp . Hello; echo $?
