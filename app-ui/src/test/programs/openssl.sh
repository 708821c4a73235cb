echo data > f; openssl dgst -sha256 f; openssl enc -aes-128-cbc -pbkdf2 -pass pass:x -nosalt -in f | openssl enc -d -aes-128-cbc -pbkdf2 -pass pass:x -nosalt; openssl rand -hex 8 | wc -c
