<?php
// Makes hashes with PHP's own functions and prints them as a JSON list: what
// password_hash gives (Laravel, Symfony, Drupal from 10.1), what crypt gives, and
// what WordPress, phpBB, Drupal, Nextcloud, Magento and Joomla build from md5, hash,
// hash_hmac, password_hash and sodium_crypto_pwhash. `flip` marks those cheap enough to try every bit flipped.

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

$made = [];

function add(string $source, string $scheme, string $password, string $encoded, array $more = []): void
{
    global $made;
    $entry = ['source' => "PHP " . PHP_VERSION . ", $source", 'scheme' => $scheme, 'encoded' => $encoded];
    $made[] = $entry + ['passwordHex' => bin2hex($password)] + $more;
}

/** phpass's own base64: little-endian, the low six bits first. */
function encode64(string $bytes): string
{
    $text = '';
    foreach (str_split($bytes, 3) as $three) {
        $number = 0;
        foreach (str_split($three) as $place => $byte) {
            $number |= ord($byte) << (8 * $place);
        }
        for ($digit = 0; $digit <= strlen($three); $digit++) {
            $text .= ALPHABET[($number >> (6 * $digit)) & 63];
        }
    }
    return $text;
}

function salt(int $length): string
{
    $salt = '';
    while (strlen($salt) < $length) {
        $salt .= ALPHABET[random_int(0, 63)];
    }
    return $salt;
}

/** The rule of phpass (PasswordHash::crypt_private) and of Drupal (_password_crypt). */
function stretched(string $prefix, string $algorithm, int $log, string $password): string
{
    $salt = salt(8);
    $hash = hash($algorithm, $salt . $password, true);
    for ($round = 0; $round < 1 << $log; $round++) {
        $hash = hash($algorithm, $hash . $password, true);
    }
    return $prefix . ALPHABET[$log] . $salt . encode64($hash);
}

function make(string $password): void
{
    $flip = ['flip' => true];
    $legacy = ['flip' => true, 'legacy' => true];
    // password_hash refuses a zero byte for bcrypt; crypt stops there.
    add('password_hash', 'bcrypt', $password, password_hash($password, PASSWORD_BCRYPT, ['cost' => 4]));
    foreach (['argon2i' => PASSWORD_ARGON2I, 'argon2id' => PASSWORD_ARGON2ID] as $scheme => $algorithm) {
        $options = ['memory_cost' => random_int(32, 99), 'time_cost' => random_int(1, 3), 'threads' => random_int(1, 4)];
        add('password_hash', $scheme, $password, password_hash($password, $algorithm, $options), $flip);
    }
    add('crypt', 'sha256-crypt', $password, crypt($password, '$5$rounds=1000$' . salt(16) . '$'));
    add('crypt', 'sha512-crypt', $password, crypt($password, '$6$' . salt(8) . '$'));
    add('crypt', 'md5-crypt', $password, crypt($password, '$1$' . salt(8) . '$'), $legacy);

    add('phpass', 'phpass', $password, stretched('$P$', 'md5', 7, $password), $flip);
    add('phpass, WordPress before 6.8', 'phpass', $password, stretched('$P$', 'md5', 7, given_to_wordpress($password)));
    add('phpBB 3', 'phpass', $password, stretched('$H$', 'md5', 8, $password));
    add('Drupal 7', 'drupal', $password, substr(stretched('$S$', 'sha512', 7, $password), 0, 55), $flip);
    add('Drupal 6 to 7', 'drupal-md5', $password, 'U' . substr(stretched('$S$', 'sha512', 7, md5($password)), 0, 55), $flip);
    add('Drupal 6 to 7', 'drupal-md5', $password, 'U' . stretched('$P$', 'md5', 7, md5($password)), $flip);

    // wp_hash_password and wp_check_password of WordPress 6.8; its command line slashes nothing.
    foreach (['' => given_to_wordpress($password), ', by wp-cli' => trim($password)] as $how => $given) {
        $prehashed = base64_encode(hash_hmac('sha384', $given, 'wp-sha384', true));
        $encoded = '$wp' . password_hash($prehashed, PASSWORD_BCRYPT, ['cost' => 4]);
        add("WordPress 6.8$how", 'wordpress-bcrypt', $password, $encoded);
    }
}

/** A password of a form as WordPress hashes it: with the slashes of wp_magic_quotes, and trimmed. */
function given_to_wordpress(string $password): string
{
    return trim(addslashes($password));
}

/** A prefix of Nextcloud's before what password_hash gives (OC\\Security\\Hasher). */
function nextcloud(string $password): void
{
    $argon2 = ['memory_cost' => 64, 'time_cost' => 2, 'threads' => 1];
    add('Nextcloud', 'nextcloud-bcrypt', $password, '1|' . password_hash($password, PASSWORD_BCRYPT, ['cost' => 4]));
    add('Nextcloud', 'nextcloud-argon2', $password, '2|' . password_hash($password, PASSWORD_ARGON2I, $argon2));
    add('Nextcloud', 'nextcloud-argon2', $password, '3|' . password_hash($password, PASSWORD_ARGON2ID, $argon2));
}

/** Magento's Encryption.php and Encryptor.php, Joomla's JUserHelper. */
function shops(string $password): void
{
    $legacy = ['legacy' => true];
    $salt = bin2hex(random_bytes(16));
    $digest = fn (string $name): string => hash($name, $salt . $password);
    add('Magento 1', 'magento', $password, $digest('md5') . ":$salt", $legacy);
    add('Magento 2.0', 'magento', $password, $digest('md5') . ":$salt:0", $legacy);
    add('Magento 2.0', 'magento', $password, $digest('sha256') . ":$salt:1", $legacy);
    $argon2 = fn (string $text, int $bytes): string => bin2hex(sodium_crypto_pwhash(
        SODIUM_CRYPTO_SIGN_SEEDBYTES,
        $text,
        substr($salt, 0, SODIUM_CRYPTO_PWHASH_SALTBYTES),
        SODIUM_CRYPTO_PWHASH_OPSLIMIT_INTERACTIVE,
        $bytes,
        SODIUM_CRYPTO_PWHASH_ALG_ARGON2ID13,
    ));
    $interactive = SODIUM_CRYPTO_PWHASH_MEMLIMIT_INTERACTIVE;
    add('Magento 2.4', 'magento', $password, $argon2($password, $interactive) . ":$salt:2");
    add('Magento 2.4.3', 'magento', $password, $argon2($password, 65536) . ":$salt:3_32_2_65536");
    $upgraded = $argon2($digest('sha256'), $interactive);
    add('Magento 2.4, customer:hash:upgrade', 'magento', $password, "$upgraded:$salt:1:2");

    add('Joomla 2.5', 'magento', $password, md5($password . $salt) . ":$salt", $legacy);
    add('Joomla 2.5', 'joomla', $password, '{SHA256}' . hash('sha256', $password . $salt) . ":$salt", $legacy);
}

function defaults(): void
{
    $password = bin2hex(random_bytes(8));
    add('password_hash, default', 'bcrypt', $password, password_hash($password, PASSWORD_DEFAULT));
    add('password_hash, default', 'argon2id', $password, password_hash($password, PASSWORD_ARGON2ID));
    add('password_hash, Laravel 12', 'bcrypt', $password, password_hash($password, PASSWORD_BCRYPT, ['cost' => 12]));
    add('phpass, WordPress before 6.8', 'phpass', $password, stretched('$P$', 'md5', 13, $password));
    add('Drupal 7, default', 'drupal', $password, substr(stretched('$S$', 'sha512', 15, $password), 0, 55));
    add('Drupal 8 to 10.0, default', 'drupal', $password, substr(stretched('$S$', 'sha512', 16, $password), 0, 55));
}

defaults();
make(bin2hex(random_bytes(6)));
make('pässwörd ' . bin2hex(random_bytes(2)) . ' 🔑');
make(chr(random_int(33, 126)));
make(bin2hex(random_bytes(45)));
make('  spaces around ' . random_int(0, 9999) . "\t");
make("it's \"quoted\", " . random_int(0, 9999) . '\\ ');
foreach ([bin2hex(random_bytes(7)), 'pässwörd ' . random_int(0, 99)] as $password) {
    nextcloud($password);
    shops($password);
}
echo json_encode($made);
