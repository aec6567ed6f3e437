// Stored hashes as other systems write them, and one of keyward's own. The password of all is "secret".

export const SAMPLES = {
  FastAPI: "$argon2id$v=19$m=65536,t=3,p=4$wagCPXjifgvUFBzq4hqe3w$CYaIb8sB+wtD+Vu/P4uod1+Qof8h+1g7bbDlBID48Rc",
  bcrypt: "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
  Django: "pbkdf2_sha256$1000000$YIIr9BiQHChvXmpmTSvpaf$qTIy27W6blkuCn7IDoaEomWpIbb9PncYU0lVnz9B2DQ=",
  Flask:
    "scrypt:32768:8:1$QT7KKMEmbxwihxU9$e1c7302e302551c63fbf3b500d4a9d22d03637456db6910b1028a157ad4277ea941170056fbcb3a50a2b310653635ad891d3bfa25a2bd09ed586559cde4f79d8",
  WordPress: "$wp$2y$10$toUhsHCIgAmxMH.4ijQvC.t53x2IW1qkpUGD4CVztj4pZc1g/5GbS",
  "WordPress before 6.8": "$P$BkWzq3XnBdcsdNvPPPfZT8VNwgjzWT/",
  Laravel: "$2y$12$3i/H4vnw4fN/s5v9gn0IC..dSb.IWY4p/ToAzuYY.v.l0q7QmiqCm",
  Firebase:
    "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=hDJRhBpYyB/a+7F4a/0+rafuZcD4bME8JOyh+3/2D33ucl/K+ylPJU8DZVbSuFMOrCb4ZmPRcUhxaiMiScTYHA==$3Ky8qpCt+cZRng==$pSBazMz2UBIr0sei4Nx8tzJ7SJXENUmx2v/pR2qK/VBmu0llx3u8dq6PBfsyD3SpjG82ohtAYgPw5gG5hk5Kxw==",
  Keycloak: String.raw`{"secretData":"{\"value\":\"zXDESap6RTuWm60MnuVVdIBEYTSoJmQ7OPvlBzV/UFeHtjBN5RrFniVUmGS4XuWsD+JDqImlGgSZXTkuWjm+qA==\",\"salt\":\"UPL9SCqVJGDXClITmGGzAA==\",\"additionalParameters\":{}}","credentialData":"{\"hashIterations\":210000,\"algorithm\":\"pbkdf2-sha512\",\"additionalParameters\":{}}"}`,
  Spring:
    "{pbkdf2@SpringSecurity_v5_8}19ce4bf345263b536cc3b68e9c527835cd98470cb97d447f766179f6b9d86997924f1ad1dae9a23e67b1f64eb7f50104",
  "ASP.NET": "AQAAAAIAAYagAAAAEB22rYn6bBC3XUE+yrQ9Sx9A6e7a0qgx5+5UveCK3+kZZrKfLgHu18R7+XS1xljn/A==",
  Linux:
    "$6$rounds=100000$u7kQx2Lm9PzRw4$XbLl2ZZEr4cSm6kjW0TOulaz0t3GP6fy5gyvDL0JaoCJ2BTas2IO7o9kUYaginJRBgd/TKDOHiXKajBciBrtq1",
  LDAP: "{SSHA}eljRQeB5FnhXiemC0QGBGUBqF5/ZydCFGCKirg==",
  "Old Django": "md5$4kTqJz$6bf218aa4d0ed9665be4f556067f0fff",
  "With a secret":
    "$argon2id$v=19$m=19456,t=2,p=1,keyid=a3em85qts7M$HfLpwUys23pSryyLs65T+g$7fssZux07x6OdeC+S7TNQAffIZ13xH0+drN+OxMYGdw",
};

/** What went into a sample beside its password. */
export const SECRETS = { "With a secret": "a pepper of some length" };
