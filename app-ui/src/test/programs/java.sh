cat > Hello.java <<'X'
public class Hello {
    public static void main(String[] a) throws Exception {
        Thread[] threads = new Thread[10];
        int[] sum = new int[1];
        for (int i = 0; i < 10; i++) { int n = i; threads[i] = new Thread(() -> { synchronized (sum) { sum[0] += n; } }); threads[i].start(); }
        for (Thread t : threads) t.join();
        System.out.println("hello " + sum[0] + " " + System.getProperty("os.name"));
    }
}
X
javac Hello.java && java Hello; java -Xint -cp . Hello
